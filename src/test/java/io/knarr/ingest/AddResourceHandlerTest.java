package io.knarr.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.Caller;
import io.knarr.parse.ParseOptions;
import io.knarr.storage.FollowUps.Tagging;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.testing.DirectPool;
import io.knarr.testing.RiggedStorage;
import io.knarr.testing.ScriptedSource;
import io.knarr.tree.UploadStore;
import io.knarr.uri.VikingUri;
import io.knarr.work.Following;
import io.knarr.work.Job;
import io.knarr.work.Queue;
import io.knarr.work.Task;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddResourceHandlerTest {
    private static final Caller ALICE = Callers.alice();

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private RiggedStorage storage = new RiggedStorage(vertx);

    @BeforeEach
    void open() {
        storage = new RiggedStorage(vertx, directory);
    }

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    @Test
    void plantsADocumentInADirectoryOfItsName() {
        Job job = accepted("tea.md", "# Tea\n\nGreen.", Optional.empty(), false);

        handle(job);

        assertThat(storage.below("viking://resources/tea")).contains("tea.md");
        assertThat(storage.isThere("viking://temp/alice/import_" + job.id())).isFalse();
        assertThat(storage.asked()).contains("Embedding viking://resources/tea/tea.md");
        Task task = task(job);
        assertThat(task.stage()).contains("processing_queue");
        assertThat(task.resourceId()).contains("viking://resources/tea");
    }

    @Test
    void repeatsATryAsIfItWereTheFirst() {
        Job job = accepted("tea.md", "# Tea\n\nGreen.", Optional.empty(), false);
        storage.failChangesWith(new Fault(Code.WRITE_FAILED, "disk full"));
        assertThat(Await.faultOf(handler().handle(job)).code()).isEqualTo(Code.WRITE_FAILED);
        storage.failChangesNoMore();

        handle(job);
        List<String> once = storage.below("viking://resources");
        handle(job);

        assertThat(storage.below("viking://resources")).isEqualTo(once);
    }

    @Test
    void putsASingleFileBesideOthersUnderAFreeName() {
        storage.put("viking://resources/shelf/tea.md", "another tea");
        Job job = accepted("tea.md", "# Tea\n\nGreen.", Optional.of("viking://resources/shelf"), true);

        handle(job);

        assertThat(storage.below("viking://resources/shelf")).containsExactly("tea.md", "tea_1.md");
        assertThat(task(job).resourceId()).contains("viking://resources/shelf/tea_1.md");
    }

    @Test
    void findsTheSingleFileThatAnEarlierTryPlanted() {
        storage.makeDirectory("viking://resources/shelf");
        Job job = accepted("tea.md", "# Tea\n\nGreen.", Optional.of("viking://resources/shelf"), true);
        handle(job);

        handle(job);

        assertThat(storage.below("viking://resources/shelf")).containsExactly("tea.md");
    }

    @Test
    void plantsTheSingleFileAfterATryThatFailedInTheMiddle() {
        storage.makeDirectory("viking://resources/shelf");
        Job job = accepted("tea.md", "# Tea\n\nGreen.", Optional.of("viking://resources/shelf"), true);
        storage.failChangesWith(new Fault(Code.WRITE_FAILED, "disk full"));
        assertThat(Await.faultOf(handler().handle(job)).code()).isEqualTo(Code.WRITE_FAILED);
        storage.failChangesNoMore();

        handle(job);

        assertThat(storage.below("viking://resources/shelf")).containsExactly("tea.md");
    }

    @Test
    void isSeenToHaveEndedAsSoonAsNoWorkIsLeft() {
        Job job = accepted("tea.md", "# Tea\n\nGreen.", Optional.empty(), false);
        handle(job);
        assertThat(Await.of(intake().current(task(job))).status()).isEqualTo(Task.Status.RUNNING);

        Await.of(storage.work().complete(List.of(job), List.of()));
        for (Queue queue : List.of(Queue.EMBEDDING, Queue.SEMANTIC)) {
            List<Job> rest = Await.of(storage.work().claim(queue, "test", 100, Duration.ofMinutes(5)));
            Await.of(storage.work().complete(rest, List.of()));
        }

        assertThat(Await.of(intake().current(task(job))).status()).isEqualTo(Task.Status.COMPLETED);
    }

    @Test
    void takesNothingWhenItWasCancelledInTime() {
        Job job = accepted("tea.md", "# Tea\n\nGreen.", Optional.empty(), false);
        var _ = Await.of(intake().cancel(ALICE, task(job)));

        handle(job);

        assertThat(storage.isThere("viking://resources/tea")).isFalse();
    }

    @Test
    void leavesNothingBehindWhenItGivesUp() {
        Job job = accepted("tea.zip", "no archive at all", Optional.empty(), false);
        Fault fault = Await.faultOf(handler().handle(job));

        Await.of(handler().gaveUp(job, fault));

        assertThat(fault.code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(storage.isThere("viking://resources/tea")).isFalse();
        assertThat(storage.isThere("viking://temp/alice/import_" + job.id())).isFalse();
        assertThat(task(job).status()).isEqualTo(Task.Status.FAILED);
        assertThat(task(job).error()).isPresent();
    }

    private AddResourceHandler handler() {
        return new AddResourceHandler(
                storage, new SourceReader(storage, new DirectPool(), ParseOptions.DEFAULT), new DirectPool());
    }

    private void handle(Job job) {
        assertThat(Await.of(handler().handle(job))).isEmpty();
    }

    private Intake intake() {
        Following following = new Following(vertx, storage.work());
        return new Intake(
                storage,
                following,
                new TaskEnds(storage, following, _ -> new JsonObject(), storage.clock()),
                storage.clock());
    }

    private Job accepted(String fileName, String content, Optional<String> parent, boolean noSplit) {
        String upload = Await.of(storage.uploads()
                        .save(
                                Callers.ACME,
                                fileName,
                                UploadStore.Mode.LOCAL,
                                new ScriptedSource(vertx, List.of(Buffer.buffer(content))),
                                1000))
                .id();
        AddResource request = new AddResource(
                upload,
                Optional.empty(),
                Optional.empty(),
                parent.map(VikingUri::parse),
                false,
                new AddResource.Selection(List.of(), List.of(), List.of(), false, true),
                false,
                noSplit,
                Tagging.NONE);
        var _ = Await.of(intake().accept(ALICE, request));
        return Await.of(storage.work().claim(Queue.ADD_RESOURCE, "test", 1, Duration.ofMinutes(5)))
                .getFirst();
    }

    private Task task(Job job) {
        return Await.of(storage.tasks().find(Callers.ACME, job.groups().getFirst()))
                .orElseThrow();
    }
}
