package io.knarr.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.context.Level;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.storage.FollowUps;
import io.knarr.storage.FollowUps.Tagging;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.testing.DirectPool;
import io.knarr.testing.Entries;
import io.knarr.testing.RiggedStorage;
import io.knarr.uri.VikingUri;
import io.knarr.work.Following;
import io.knarr.work.Job;
import io.knarr.work.NewJob;
import io.knarr.work.Queue;
import io.knarr.work.Task;
import io.knarr.work.TaskStore;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a job to index anew plans, and what becomes of its task when things go wrong. */
class ReindexHandlerTest {
    private static final VikingUri BOOK = VikingUri.parse("viking://resources/book");

    private final Vertx vertx = Vertx.vertx();
    private final RiggedStorage storage = new RiggedStorage(vertx);
    private final Following following = new Following(vertx, storage.work());
    private final TaskEnds ends = new TaskEnds(storage, following, _ -> new JsonObject(), storage.clock());
    private final Reindex reindex = new Reindex(storage, following, ends);
    private final ReindexHandler handler = new ReindexHandler(storage, new DirectPool());

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    private Job accepted(String mode) {
        storage.put(BOOK + "/a.md", "a");
        storage.put(BOOK + "/part/b.md", "b");
        Tagging tagging = new Tagging(List.of("x=1"), Tagging.APPEND);
        Reindex.Accepted _ =
                Await.of(reindex.accept(Callers.root(), ReindexRequest.of(BOOK, mode, true, false, tagging)));
        return Await.of(storage.work().claim(Queue.REINDEX, "w", 1, Duration.ofMinutes(1)))
                .getFirst();
    }

    private Task task(Job job) {
        return Await.of(storage.tasks().find(Callers.ACME, job.groups().getFirst()))
                .orElseThrow();
    }

    @Test
    void plansTheSameHoweverOftenItIsTried() {
        Job job = accepted("semantic_and_vectors");

        List<NewJob> first = Await.of(handler.handle(job));

        assertThat(first)
                .extracting(one -> one.queue().label() + " " + one.key())
                .containsExactly(
                        "Semantic viking://resources/book",
                        "Embedding viking://resources/book/a.md",
                        "Semantic viking://resources/book/part",
                        "Embedding viking://resources/book/part/b.md");
        assertThat(first).allSatisfy(one -> {
            assertThat(one.groups()).isEqualTo(job.groups());
            assertThat(FollowUps.taggingOf(one.payload())).isEqualTo(new Tagging(List.of("x=1"), "append"));
        });
        assertThat(Await.of(handler.handle(job))).isEqualTo(first);
    }

    @Test
    void tellsHowFarItIs() {
        Job job = accepted("vectors_only");
        Await.of(storage.work().complete(List.of(job), Await.of(handler.handle(job))));

        Task running =
                Await.of(ends.finish(Callers.ACME, job.groups().getFirst())).orElseThrow();

        assertThat(running.status()).isEqualTo(Task.Status.RUNNING);
        assertThat(running.stage()).contains("processing_queue: 0 done, 1 to do");
        assertThat(running.result().orElseThrow().getString("status")).isEqualTo("running");
    }

    @Test
    void plansNothingForATaskThatWasCancelled() {
        Job job = accepted("vectors_only");
        var _ = Await.of(storage.tasks()
                .update(Callers.ACME, job.groups().getFirst(), TaskStore.Change.status(Task.Status.CANCELLING)));

        assertThat(Await.of(handler.handle(job))).isEmpty();

        Await.of(storage.work().complete(List.of(job), List.of()));
        assertThat(Await.of(ends.finish(Callers.ACME, job.groups().getFirst()))
                        .orElseThrow()
                        .status())
                .isEqualTo(Task.Status.CANCELLED);
    }

    @Test
    void failsItsTaskWhenTheIndexIsAwayForGood() {
        Job job = accepted("prune_orphans");
        storage.index().failWith(Fault.unavailable("index", "broken"));

        Fault fault = Await.faultOf(handler.handle(job));
        storage.index().failNoMore();
        Await.of(handler.gaveUp(job, fault));

        assertThat(fault.code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(task(job).status()).isEqualTo(Task.Status.FAILED);
        assertThat(task(job).error().orElseThrow()).contains("broken");
    }

    @Test
    void handsOrphansToTheJobsThatMakeEntriesTrue() {
        Job job = accepted("prune_orphans");
        Await.of(storage.index()
                .upsert(
                        Callers.ACME,
                        List.of(
                                Entries.bare(BOOK + "/a.md", Level.CONTENT),
                                Entries.bare(BOOK + "/gone.md", Level.CONTENT),
                                Entries.bare(BOOK + "/part", Level.ABSTRACT))));

        List<NewJob> jobs = Await.of(handler.handle(job));

        assertThat(jobs).extracting(one -> one.key().toString()).containsExactly(BOOK + "/gone.md", BOOK + "/part");
        assertThat(task(job).result().orElseThrow().getLong("deleted_records")).isEqualTo(2);
    }

    @Test
    void endsATaskWhoseProcessDiedBeforeItSaidSo() {
        Job job = accepted("prune_orphans");
        Await.of(storage.work().complete(List.of(job), Await.of(handler.handle(job))));

        Await.of(ends.recover());

        assertThat(task(job).status()).isEqualTo(Task.Status.COMPLETED);
        assertThat(task(job).result().orElseThrow().getString("status")).isEqualTo("completed");
    }
}
