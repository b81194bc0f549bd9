package io.knarr.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.files.Writing.Outcome;
import io.knarr.identity.Caller;
import io.knarr.layers.Sidecar;
import io.knarr.storage.FollowUps;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.testing.RiggedStorage;
import io.knarr.tree.PathLeases.Claim;
import io.knarr.tree.PathLeases.Lease;
import io.knarr.tree.WriteMode;
import io.knarr.uri.VikingUri;
import io.knarr.work.Following;
import io.knarr.work.Job;
import io.knarr.work.NewJob;
import io.knarr.work.Queue;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WritingTest {
    private static final Caller ALICE = Callers.alice();
    private static final String NOTES = "viking://resources/notes.md";
    private static final String TEA = "viking://user/alice/memories/preferences/tea.md";
    private static final String TRAILER = "\n\n<!-- MEMORY_FIELDS\n{\"version\": 2}\n-->";

    private final Vertx vertx = Vertx.vertx();
    private final RiggedStorage storage = new RiggedStorage(vertx);
    private final Following following = new Following(vertx, storage.work());
    private final Writing writing = new Writing(storage, following, () -> "group", 0.1);

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    @Test
    void createsAFileAndWhatFollows() {
        Outcome outcome = write(NOTES, "# Notes\n", WriteMode.CREATE);

        assertThat(storage.text(NOTES)).isEqualTo("# Notes\n");
        assertThat(outcome).isEqualTo(new Outcome(VikingUri.parse(NOTES), "queued", "queued", Optional.empty()));
        assertThat(storage.asked()).containsExactly("Embedding " + NOTES, "Semantic viking://resources");
        assertThat(storage.askedJobs())
                .allSatisfy(job -> assertThat(job.groups()).containsExactly("group"));
        assertThat(refresh().trigger()).isEqualTo("content_write");
        assertThat(refresh().forced()).isFalse();
    }

    @Test
    void createsParentsAndRefusesWhatIsThere() {
        var _ = write("viking://resources/a/b/c.md", "x", WriteMode.CREATE);

        Fault fault = fault("viking://resources/a/b/c.md", "y", WriteMode.CREATE);

        assertThat(fault.code()).isEqualTo(Code.ALREADY_EXISTS);
        assertThat(fault.details()).containsEntry("type", "file");
        assertThat(storage.text("viking://resources/a/b/c.md")).isEqualTo("x");
    }

    @Test
    void replacesAndAppendsWithoutANewline() {
        storage.put(NOTES, "one");

        var _ = write(NOTES, "two", WriteMode.REPLACE);
        var _ = write(NOTES, "three", WriteMode.APPEND);

        assertThat(storage.text(NOTES)).isEqualTo("twothree");
        assertThat(write(NOTES, "", WriteMode.REPLACE).vectorStatus()).isEqualTo("queued");
        assertThat(storage.text(NOTES)).isEmpty();
    }

    @Test
    void changesNothingThatIsNotThere() {
        for (WriteMode mode : List.of(WriteMode.REPLACE, WriteMode.APPEND)) {
            for (String uri : List.of(NOTES, TEA, "viking://resources/.abstract.md")) {
                Fault fault = fault(uri, "x", mode);

                assertThat(fault.code()).as("%s %s", mode, uri).isEqualTo(Code.NOT_FOUND);
                assertThat(fault.details()).containsEntry("type", "file");
                assertThat(storage.isThere(uri)).isFalse();
            }
        }
    }

    @Test
    void refusesADirectory() {
        storage.put("viking://resources/d.md/x.md", "x");
        storage.put("viking://user/alice/memories/d.md/x.md", "x");

        for (String uri : List.of("viking://resources/d.md", "viking://user/alice/memories/d.md")) {
            for (WriteMode mode : List.of(WriteMode.REPLACE, WriteMode.APPEND, WriteMode.CREATE)) {
                assertThat(fault(uri, "x", mode).code()).as("%s %s", mode, uri).isEqualTo(Code.INVALID_ARGUMENT);
            }
        }
    }

    @Test
    void refusesBeforeItTouchesAnything() {
        assertThat(fault("viking://user/bob/memories/x.md", "x", WriteMode.CREATE)
                        .code())
                .isEqualTo(Code.PERMISSION_DENIED);
        assertThat(fault("viking://resources/x.exe", "x", WriteMode.CREATE).code())
                .isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(storage.asked()).isEmpty();
    }

    @Test
    void keepsTheHeadOfASidecar() {
        String uri = "viking://resources/d/.overview.md";
        storage.put(uri, overview("viking://resources/d", 40, 3, "# Old"));

        Outcome replaced = write(uri, "# New", WriteMode.REPLACE);
        assertThat(storage.text(uri)).isEqualTo(overview("viking://resources/d", 40, 3, "# New"));
        assertThat(replaced.semanticStatus()).isEqualTo("skipped");
        assertThat(storage.asked()).containsExactly("Embedding viking://resources/d");

        var _ = write(uri, "---\ndirectory: viking://elsewhere/\n---\n\nmore", WriteMode.APPEND);
        assertThat(storage.text(uri)).isEqualTo(overview("viking://resources/d", 40, 3, "# New\nmore"));
    }

    @Test
    void keepsTheTrailerOfAMemory() {
        var _ = write(TEA, "Likes tea." + TRAILER, WriteMode.CREATE);
        assertThat(storage.text(TEA)).isEqualTo("Likes tea." + TRAILER);

        Outcome appended = write(TEA, " Green.", WriteMode.APPEND);
        assertThat(storage.text(TEA)).isEqualTo("Likes tea. Green." + TRAILER);
        assertThat(appended.semanticStatus()).isEqualTo("skipped");

        var _ = write(TEA, "Likes coffee.", WriteMode.REPLACE);
        assertThat(storage.text(TEA)).isEqualTo("Likes coffee." + TRAILER);

        var _ = write(TEA, "From a raw read." + TRAILER, WriteMode.REPLACE);
        assertThat(storage.text(TEA)).isEqualTo("From a raw read." + TRAILER);
        assertThat(storage.asked()).containsOnly("Embedding " + TEA);
    }

    @Test
    void leavesLayersAloneForVectorsOnly() {
        Outcome outcome = Await.of(writing.write(
                ALICE,
                new Writing.Request(
                        VikingUri.parse(NOTES),
                        NOTES,
                        "x",
                        WriteMode.CREATE,
                        Optional.empty(),
                        true,
                        FollowUps.Tagging.NONE)));

        assertThat(outcome.semanticStatus()).isEqualTo("skipped");
        assertThat(outcome.vectorStatus()).isEqualTo("queued");
        assertThat(storage.asked()).containsExactly("Embedding " + NOTES);
    }

    @Test
    void passesTagsToTheIndex() {
        FollowUps.Tagging tagging = new FollowUps.Tagging(List.of("team=core"), "append");
        var _ = Await.of(writing.write(
                ALICE,
                new Writing.Request(
                        VikingUri.parse(NOTES), NOTES, "x", WriteMode.CREATE, Optional.empty(), false, tagging)));

        NewJob index = storage.askedJobs().getFirst();
        assertThat(FollowUps.taggingOf(index.payload())).isEqualTo(tagging);
    }

    @Test
    void defersSmallChangesInLargeDirectoriesAndCountsThem() {
        String overview = "viking://resources/.overview.md";
        storage.put(overview, overview("viking://resources", 40, 0, "# All"));

        for (int i = 1; i <= 3; i++) {
            Outcome outcome = write("viking://resources/n" + i + ".md", "x", WriteMode.CREATE);
            assertThat(outcome.semanticStatus()).isEqualTo("deferred");
            assertThat(storage.text(overview)).isEqualTo(overview("viking://resources", 40, i, "# All"));
        }
        // The fourth of forty is a tenth.
        assertThat(write("viking://resources/n4.md", "x", WriteMode.CREATE).semanticStatus())
                .isEqualTo("queued");
        assertThat(storage.asked()).contains("Semantic viking://resources");
    }

    @Test
    void waitsForWhatFollowsAndForcesTheSummary() {
        storage.put("viking://resources/.overview.md", overview("viking://resources", 400, 0, "# All"));
        Future<Outcome> waiting = writeAndWait(Deadline.none());
        assertThat(refresh().forced()).isTrue();
        assertThat(waiting.isComplete()).isFalse();

        end(Queue.EMBEDDING, Optional.empty());
        end(Queue.SEMANTIC, Optional.empty());

        Outcome outcome = Await.of(waiting);
        assertThat(outcome.semanticStatus()).isEqualTo("complete");
        assertThat(outcome.vectorStatus()).isEqualTo("complete");
        assertThat(outcome.progress().orElseThrow().in(Queue.SEMANTIC).processed())
                .isEqualTo(1);
    }

    @Test
    void tellsWhatOfItFailed() {
        Future<Outcome> waiting = writeAndWait(Deadline.none());

        end(Queue.EMBEDDING, Optional.of("no model"));
        end(Queue.SEMANTIC, Optional.empty());

        Outcome outcome = Await.of(waiting);
        assertThat(outcome.vectorStatus()).isEqualTo("failed");
        assertThat(outcome.semanticStatus()).isEqualTo("complete");
    }

    @Test
    void saysWhenAFileYieldsNoVector() {
        Future<Outcome> waiting = writing.write(
                ALICE,
                new Writing.Request(
                        VikingUri.parse(NOTES),
                        NOTES,
                        "",
                        WriteMode.CREATE,
                        Optional.of(Deadline.none()),
                        true,
                        FollowUps.Tagging.NONE));
        end(Queue.EMBEDDING, Optional.empty());

        assertThat(Await.of(waiting).vectorStatus()).isEqualTo("skipped");
        assertThat(Await.of(waiting).semanticStatus()).isEqualTo("skipped");
    }

    @Test
    void keepsTheWriteWhenWaitingTakesTooLong() {
        Fault fault = Await.faultOf(writeAndWait(Deadline.after(Duration.ofMillis(10))));

        assertThat(fault.code()).isEqualTo(Code.DEADLINE_EXCEEDED);
        assertThat(storage.text(NOTES)).isEqualTo("x");
    }

    @Test
    void waitsForOthersOnTheSamePathAndFreesItAfterwards() {
        Lease lease = Await.of(storage.leases()
                .acquire(Callers.ACME, List.of(Claim.subtree(VikingUri.of("resources"))), Duration.ZERO));
        Future<Outcome> waiting = writing.write(ALICE, request(NOTES, "x", WriteMode.CREATE, Optional.empty()));
        assertThat(waiting.isComplete()).isFalse();
        assertThat(storage.isThere(NOTES)).isFalse();

        lease.release();

        var _ = Await.of(waiting);
        assertThat(isLeased(NOTES)).isFalse();
    }

    @Test
    void freesThePathWhenItFails() {
        storage.failChangesWith(new Fault(Code.WRITE_FAILED, "disk full"));

        assertThat(fault(NOTES, "x", WriteMode.CREATE).code()).isEqualTo(Code.WRITE_FAILED);
        assertThat(isLeased(NOTES)).isFalse();
    }

    @Test
    void makesADirectory() {
        Await.of(writing.makeDirectory(ALICE, VikingUri.parse("viking://resources/a/b"), Optional.empty()));

        assertThat(storage.below("viking://resources")).containsExactly("a/", "a/b/");
        assertThat(storage.asked()).isEmpty();
    }

    @Test
    void keepsTheDescriptionOfADirectoryAsItsAbstract() {
        VikingUri directory = VikingUri.parse("viking://resources/projects");
        Await.of(writing.makeDirectory(ALICE, directory, Optional.of(" All projects. ")));

        Sidecar sidecar = Sidecar.parse(directory, storage.text("viking://resources/projects/.abstract.md"));
        assertThat(sidecar.body()).isEqualTo("All projects.");
        assertThat(sidecar.freshness()).contains(new Sidecar.Freshness(0, 0, 0));
        assertThat(storage.below("viking://resources")).containsExactly("projects/", "projects/.abstract.md");
        assertThat(storage.asked()).containsExactly("Embedding viking://resources/projects");
    }

    @Test
    void makesNoDirectoryWhereSomethingIs() {
        storage.put("viking://resources/a/x.md", "x");

        for (String uri : List.of("viking://resources/a", "viking://resources/a/x.md")) {
            Fault fault = Await.faultOf(writing.makeDirectory(ALICE, VikingUri.parse(uri), Optional.empty()));
            assertThat(fault.code()).isEqualTo(Code.CONFLICT);
            assertThat(fault.details()).containsEntry("resource", uri);
        }
        assertThat(Await.faultOf(writing.makeDirectory(ALICE, VikingUri.of("agent", "other"), Optional.empty()))
                        .code())
                .isEqualTo(Code.PERMISSION_DENIED);
    }

    private static String overview(String directory, int total, int pending, String body) {
        return new Sidecar(
                        VikingUri.parse(directory),
                        Optional.empty(),
                        Optional.of(new Sidecar.GeneratedBy("extractive", "resource_ingest")),
                        Optional.of(new Sidecar.Freshness(total, Math.min(32, total), pending)),
                        body)
                .text();
    }

    private FollowUps.Refresh refresh() {
        NewJob job = storage.askedJobs().stream()
                .filter(asked -> asked.queue() == Queue.SEMANTIC)
                .findFirst()
                .orElseThrow();
        return FollowUps.refreshOf(job.payload());
    }

    private void end(Queue queue, Optional<String> error) {
        for (Job job : Await.of(storage.work().claim(queue, "test", 10, Duration.ofHours(1)))) {
            Await.of(
                    error.isEmpty()
                            ? storage.work().complete(List.of(job), List.of())
                            : storage.work().fail(job, error.get(), Optional.empty()));
            following.ended(List.of(job));
        }
    }

    private boolean isLeased(String uri) {
        return Await.of(storage.leases().isLeased(Callers.ACME, VikingUri.parse(uri)));
    }

    private Future<Outcome> writeAndWait(Deadline until) {
        return writing.write(ALICE, request(NOTES, "x", WriteMode.CREATE, Optional.of(until)));
    }

    private Outcome write(String uri, String content, WriteMode mode) {
        return Await.of(writing.write(ALICE, request(uri, content, mode, Optional.empty())));
    }

    private Fault fault(String uri, String content, WriteMode mode) {
        return Await.faultOf(writing.write(ALICE, request(uri, content, mode, Optional.empty())));
    }

    private static Writing.Request request(String uri, String content, WriteMode mode, Optional<Deadline> until) {
        return new Writing.Request(VikingUri.parse(uri), uri, content, mode, until, false, FollowUps.Tagging.NONE);
    }
}
