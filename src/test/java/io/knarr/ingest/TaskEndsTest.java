package io.knarr.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.context.Level;
import io.knarr.fault.Deadline;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.testing.Entries;
import io.knarr.testing.RiggedStorage;
import io.knarr.uri.VikingUri;
import io.knarr.work.Following;
import io.knarr.work.Job;
import io.knarr.work.NewJob;
import io.knarr.work.Queue;
import io.knarr.work.Task;
import io.knarr.work.TaskStore;
import io.knarr.work.WorkQueue.Hold;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskEndsTest {
    private static final VikingUri ROOT = VikingUri.parse("viking://resources/guide");

    private final Vertx vertx = Vertx.vertx();
    private final RiggedStorage storage = new RiggedStorage(vertx);
    private final Following following = new Following(vertx, storage.work());
    private final TaskEnds ends = new TaskEnds(
            storage,
            following,
            progress -> new JsonObject().put("outstanding", progress.outstanding()),
            storage.clock());

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    @Test
    void waitForTheLastJob() {
        task("t");
        enqueue(Queue.ADD_RESOURCE, "t");
        planted("t");
        Job first = claim(Queue.ADD_RESOURCE);
        Await.of(storage.work().complete(List.of(first), List.of(job(Queue.EMBEDDING, "t"))));
        Await.of(storage.index().upsert(Callers.ACME, List.of(Entries.bare(ROOT + "/a.md", Level.CONTENT))));

        ends.ended(List.of(first));
        assertThat(status("t")).isEqualTo(Task.Status.RUNNING);

        Job last = claim(Queue.EMBEDDING);
        Await.of(storage.work().complete(List.of(last), List.of()));
        ends.ended(List.of(last));

        Task task = find("t");
        assertThat(task.status()).isEqualTo(Task.Status.COMPLETED);
        assertThat(task.stage()).contains("completed");
        JsonObject result = task.result().orElseThrow();
        assertThat(result.getString("root_uri")).isEqualTo(ROOT.toString());
        assertThat(result.getLong("context_count")).isEqualTo(1);
        assertThat(result.getJsonObject("queue_status").getLong("outstanding")).isZero();
        assertThat(result.getJsonArray("warnings")).containsExactly("one was left out");
        assertThat(result.getJsonArray("errors")).isEmpty();
        assertThat(result.getString("source_path")).isEqualTo("guide.zip");
    }

    @Test
    void completeEvenWhenSomethingCouldNotBeEmbedded() {
        task("t");
        planted("t");
        enqueue(Queue.EMBEDDING, "t");
        Await.of(storage.work().fail(claim(Queue.EMBEDDING), "no model", Optional.empty()));

        assertThat(finish("t").status()).isEqualTo(Task.Status.COMPLETED);
    }

    @Test
    void failWithWhatTheImportFailedWith() {
        task("t");
        enqueue(Queue.ADD_RESOURCE, "t");
        Await.of(storage.work().fail(claim(Queue.ADD_RESOURCE), "not a zip file", Optional.empty()));

        Task task = finish("t");

        assertThat(task.status()).isEqualTo(Task.Status.FAILED);
        assertThat(task.error()).contains("not a zip file");
    }

    @Test
    void endWhatWasBeingCancelled() {
        task("t");
        var _ = Await.of(storage.tasks().update(Callers.ACME, "t", TaskStore.Change.status(Task.Status.CANCELLING)));

        assertThat(finish("t").status()).isEqualTo(Task.Status.CANCELLED);
    }

    @Test
    void leaveAloneWhatHasEndedOrIsNoTask() {
        task("t");
        var _ = Await.of(storage.tasks().update(Callers.ACME, "t", TaskStore.Change.failed("before")));

        assertThat(finish("t").error()).contains("before");
        assertThat(Await.of(ends.finish(Callers.ACME, "w:group"))).isEmpty();
    }

    @Test
    void recoverWhatAnEarlierProcessLeftOpen() {
        task("lost");
        task("open");
        task("done");
        planted("done");
        enqueue(Queue.ADD_RESOURCE, "open");

        Await.of(ends.recover());

        assertThat(find("lost").status()).isEqualTo(Task.Status.FAILED);
        assertThat(find("lost").error().orElseThrow()).contains("lost");
        assertThat(status("open")).isEqualTo(Task.Status.PENDING);
        assertThat(status("done")).isEqualTo(Task.Status.COMPLETED);
    }

    @Test
    void wakeThoseWhoWait() {
        task("t");
        planted("t");
        enqueue(Queue.EMBEDDING, "t");
        Job job = claim(Queue.EMBEDDING);
        var waiting = following.whenDone("t", Deadline.none(), "test");
        Await.of(storage.work().complete(List.of(job), List.of()));

        ends.ended(List.of(job));

        assertThat(waiting.succeeded()).isTrue();
        assertThat(status("t")).isEqualTo(Task.Status.COMPLETED);
    }

    private void task(String id) {
        var _ = Await.of(storage.tasks()
                .create(new TaskStore.NewTask(
                        Optional.of(id),
                        Callers.ACME,
                        "alice",
                        Intake.TASK_TYPE,
                        Optional.of(ROOT.toString()),
                        new JsonObject(),
                        Optional.of("queued"))));
    }

    private void planted(String id) {
        var _ = Await.of(storage.tasks()
                .update(
                        Callers.ACME,
                        id,
                        new TaskStore.Change(
                                Optional.of(Task.Status.RUNNING),
                                Optional.of("processing_queue"),
                                Optional.of(ROOT.toString()),
                                Optional.of(TaskEnds.planted(ROOT, "guide.zip", List.of("one was left out"))),
                                Optional.empty())));
    }

    private void enqueue(Queue queue, String group) {
        var _ = Await.of(storage.work().enqueue(Callers.ACME, List.of(job(queue, group)), Hold.READY));
    }

    private static NewJob job(Queue queue, String group) {
        return new NewJob(queue, ROOT, new JsonObject(), List.of(group));
    }

    private Job claim(Queue queue) {
        return Await.of(storage.work().claim(queue, "test", 1, Duration.ofHours(1)))
                .getFirst();
    }

    private Task finish(String id) {
        return Await.of(ends.finish(Callers.ACME, id)).orElseThrow();
    }

    private Task find(String id) {
        return Await.of(storage.tasks().find(Callers.ACME, id)).orElseThrow();
    }

    private Task.Status status(String id) {
        return find(id).status();
    }
}
