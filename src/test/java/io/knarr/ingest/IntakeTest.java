package io.knarr.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.identity.Caller;
import io.knarr.storage.FollowUps.Tagging;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.testing.RiggedStorage;
import io.knarr.testing.ScriptedSource;
import io.knarr.tree.PathLeases.Claim;
import io.knarr.tree.PathLeases.Lease;
import io.knarr.tree.UploadStore;
import io.knarr.uri.VikingUri;
import io.knarr.work.Following;
import io.knarr.work.Job;
import io.knarr.work.Queue;
import io.knarr.work.Task;
import io.knarr.work.TaskStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private static final Caller ALICE = Callers.alice();

    private final Vertx vertx = Vertx.vertx();
    private final RiggedStorage storage = new RiggedStorage(vertx);
    private final Following following = new Following(vertx, storage.work());
    private final TaskEnds ends = new TaskEnds(storage, following, _ -> new JsonObject(), storage.clock());
    private final Intake intake = new Intake(storage, following, ends, storage.clock());

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    @Test
    void reservesTheNameAndLeavesAJobAndATask() {
        Intake.Accepted accepted = accept(request(upload("handbook.md")));

        assertThat(accepted.root()).contains(VikingUri.parse("viking://resources/handbook"));
        assertThat(storage.isThere("viking://resources/handbook")).isTrue();
        Task task = task(accepted);
        assertThat(task.type()).isEqualTo("add_resource");
        assertThat(task.status()).isEqualTo(Task.Status.PENDING);
        assertThat(task.stage()).contains("queued");
        assertThat(task.resourceId()).contains("viking://resources/handbook");
        assertThat(task.meta().getString("source_path")).isEqualTo("handbook.md");
        assertThat(task.user()).isEqualTo("alice");
        assertThat(storage.asked()).containsExactly("AddResource viking://resources/handbook");
        assertThat(storage.askedJobs().getFirst().groups()).containsExactly(accepted.taskId());
    }

    @Test
    void givesTwoAddsOfOneNameTwoRoots() {
        String upload = upload("handbook.md");
        Future<Intake.Accepted> first = intake.accept(ALICE, request(upload));
        Future<Intake.Accepted> second = intake.accept(ALICE, request(upload));

        assertThat(Await.of(first).root()).contains(VikingUri.parse("viking://resources/handbook"));
        assertThat(Await.of(second).root()).contains(VikingUri.parse("viking://resources/handbook_1"));
    }

    @Test
    void synchronisesATargetThatIsThere() {
        storage.put("viking://resources/guide/a.md", "a");

        Intake.Accepted accepted = accept(to(upload("handbook.md"), "viking://resources/guide"));

        assertThat(accepted.root()).contains(VikingUri.parse("viking://resources/guide"));
        assertThat(imported().reserved()).isFalse();
    }

    @Test
    void refusesATargetThatIsAFileOrBusy() {
        String upload = upload("handbook.md");
        storage.put("viking://resources/a.md", "a");
        assertThat(fault(to(upload, "viking://resources/a.md")).code()).isEqualTo(Code.INVALID_ARGUMENT);

        Lease lease = Await.of(storage.leases()
                .acquire(Callers.ACME, List.of(Claim.subtree(VikingUri.of("resources", "b"))), Duration.ZERO));
        Fault busy = fault(to(upload, "viking://resources/b"));
        lease.release();

        assertThat(busy.code()).isEqualTo(Code.CONFLICT);
        assertThat(busy.details()).containsEntry("conflict_type", "path_busy").containsEntry("retryable", true);
    }

    @Test
    void decidesLaterWhereASingleFileGoes() {
        AddResource request = request(upload("handbook.md"));
        AddResource noSplit = new AddResource(
                request.uploadId(),
                request.sourceName(),
                request.to(),
                request.parent(),
                false,
                request.selection(),
                false,
                true,
                Tagging.NONE);

        Intake.Accepted first = accept(noSplit);
        Intake.Accepted second = accept(noSplit);

        assertThat(first.root()).isEmpty();
        assertThat(second.root()).isEmpty();
        assertThat(Await.of(storage.work().claim(Queue.ADD_RESOURCE, "test", 10, Duration.ofHours(1))))
                .as("each has a job of its own")
                .hasSize(2);
    }

    @Test
    void refusesAnUploadThatIsNotThere() {
        assertThat(fault(request("upload_none.md")).code()).isEqualTo(Code.PERMISSION_DENIED);
        assertThat(storage.asked()).isEmpty();
    }

    @Test
    void keepsAllAJobMustKnowInItsPayload() {
        String upload = upload("handbook.zip");
        AddResource request = new AddResource(
                upload,
                Optional.of("Docs"),
                Optional.empty(),
                Optional.of(VikingUri.parse("viking://resources/new")),
                true,
                new AddResource.Selection(List.of("a"), List.of("*.md"), List.of("b/"), true, false),
                true,
                true,
                new Tagging(List.of("team=core"), Tagging.APPEND));

        Intake.Accepted accepted = accept(request);

        assertThat(accepted.root()).contains(VikingUri.parse("viking://resources/new/Docs"));
        assertThat(imported())
                .isEqualTo(new Import(
                        VikingUri.parse("viking://resources/new/Docs"),
                        false,
                        "Docs",
                        upload,
                        "handbook.zip",
                        "Docs",
                        "alice",
                        request.selection(),
                        true,
                        true,
                        request.tagging(),
                        true));
    }

    @Test
    void cancelsWhatHasNotBegun() {
        Intake.Accepted accepted = accept(request(upload("handbook.md")));

        Task cancelled = Await.of(intake.cancel(ALICE, task(accepted)));

        assertThat(cancelled.status()).isEqualTo(Task.Status.CANCELLED);
        assertThat(storage.isThere("viking://resources/handbook")).isFalse();
        assertThat(Await.of(storage.work().claim(Queue.ADD_RESOURCE, "test", 10, Duration.ofHours(1))))
                .isEmpty();
        assertThat(Await.of(intake.cancel(ALICE, cancelled))).isEqualTo(cancelled);
    }

    @Test
    void waitsForWhatHasBegunToStop() {
        Intake.Accepted accepted = accept(request(upload("handbook.md")));
        Job job = Await.of(storage.work().claim(Queue.ADD_RESOURCE, "test", 1, Duration.ofHours(1)))
                .getFirst();

        assertThat(Await.of(intake.cancel(ALICE, task(accepted))).status()).isEqualTo(Task.Status.CANCELLING);
        assertThat(storage.isThere("viking://resources/handbook")).isTrue();

        Await.of(storage.work().complete(List.of(job), List.of()));
        ends.ended(List.of(job));
        assertThat(task(accepted).status()).isEqualTo(Task.Status.CANCELLED);
    }

    @Test
    void cancelsNothingThatHasEnded() {
        Intake.Accepted accepted = accept(request(upload("handbook.md")));
        Task failed = Await.of(storage.tasks().update(Callers.ACME, accepted.taskId(), TaskStore.Change.failed("no")))
                .orElseThrow();

        Fault fault = Await.faultOf(intake.cancel(ALICE, failed));

        assertThat(fault.code()).isEqualTo(Code.FAILED_PRECONDITION);
        assertThat(fault.getMessage()).contains("failed");
    }

    @Test
    void waitsForTheEndOfATask() {
        Intake.Accepted accepted = accept(request(upload("handbook.md")));
        Fault late = Await.faultOf(intake.ended(ALICE, accepted.taskId(), Deadline.after(Duration.ofMillis(10))));
        assertThat(late.code()).isEqualTo(Code.DEADLINE_EXCEEDED);
        assertThat(late.details()).containsEntry("operation", "add resource task");

        Job job = Await.of(storage.work().claim(Queue.ADD_RESOURCE, "test", 1, Duration.ofHours(1)))
                .getFirst();
        Await.of(storage.work().fail(job, "not a document", Optional.empty()));

        Task task = Await.of(intake.ended(ALICE, accepted.taskId(), Deadline.none()));
        assertThat(task.status()).isEqualTo(Task.Status.FAILED);
        assertThat(task.error()).contains("not a document");
    }

    private String upload(String name) {
        ScriptedSource content = new ScriptedSource(vertx, List.of(Buffer.buffer("text")));
        return Await.of(storage.uploads().save(Callers.ACME, name, UploadStore.Mode.LOCAL, content, 1000))
                .id();
    }

    private Import imported() {
        return Import.of(storage.askedJobs().getLast().payload());
    }

    private Task task(Intake.Accepted accepted) {
        return Await.of(storage.tasks().find(Callers.ACME, accepted.taskId())).orElseThrow();
    }

    private static AddResource request(String upload) {
        return to(upload, "viking://resources");
    }

    private static AddResource to(String upload, String to) {
        return new AddResource(
                upload,
                Optional.empty(),
                Optional.of(VikingUri.parse(to)),
                Optional.empty(),
                false,
                new AddResource.Selection(List.of(), List.of(), List.of(), false, true),
                false,
                false,
                Tagging.NONE);
    }

    private Intake.Accepted accept(AddResource request) {
        return Await.of(intake.accept(ALICE, request));
    }

    private Fault fault(AddResource request) {
        return Await.faultOf(intake.accept(ALICE, request));
    }
}
