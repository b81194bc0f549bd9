package io.knarr.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.fault.Outlook;
import io.knarr.fault.Rounds;
import io.knarr.identity.AccountId;
import io.knarr.observe.LocalMeters;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.testing.FakeClock;
import io.knarr.testing.ForwardingWorkQueue;
import io.knarr.testing.MemoryWorkQueue;
import io.knarr.uri.VikingUri;
import io.knarr.work.WorkQueue.Hold;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerTest {
    private static final AccountId OTHER = new AccountId("other");
    private static final Worker.Pace BY_HINTS_ALONE =
            new Worker.Pace(Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofHours(1));

    private static final Worker.Pace OFTEN =
            new Worker.Pace(Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofMillis(1));

    private final Vertx vertx = Vertx.vertx();
    private final FakeClock clock = new FakeClock();
    private final MemoryWorkQueue queue = new MemoryWorkQueue(clock);
    private final ScriptedHandler handler = new ScriptedHandler();
    private final List<String> ended = new CopyOnWriteArrayList<>();
    private Worker worker = new Worker(vertx, queue, plan(1, 1), policy(), clock, new LocalMeters());

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    @Test
    void settlesBeforeItAcknowledgesABatch() {
        AtomicInteger runningWhenSettled = new AtomicInteger();
        handler.settling(() -> queue.counts()
                .onSuccess(counts -> runningWhenSettled.set((int)
                        counts.getOrDefault(Queue.EMBEDDING, QueueCounts.NONE).inProgress()))
                .mapEmpty());
        enqueue(job("a", "g"), job("b", "g"), job("c", "g"));

        start(queue, 8, 1);

        assertThat(counts(QueueCounts::idle).processed()).isEqualTo(3);
        assertThat(handler.events).containsExactly("handle a 1", "handle b 1", "handle c 1", "settle");
        assertThat(runningWhenSettled).hasValue(3);
        assertThat(ended).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void letsWhatFollowsCountForThoseItFollowsAlone() {
        Promise<List<NewJob>> open = Promise.promise();
        handler.on("a", _ -> Future.succeededFuture(List.of(job("a1"))));
        handler.on("a1", _ -> open.future());
        enqueue(job("a", "first"), job("b", "second"));

        start(queue, 8, 1);

        assertThat(Await.of(following().whenDone("second", Deadline.none(), "test"))
                        .done())
                .isTrue();
        assertThat(Await.of(queue.progress("first")).outstanding()).isEqualTo(1);
        open.complete(List.of());
        assertThat(Await.of(following().whenDone("first", Deadline.none(), "test"))
                        .in(Queue.EMBEDDING)
                        .processed())
                .isEqualTo(2);
    }

    @Test
    void takesJobsOfSeveralAccountsInOneBatch() {
        handler.on("a", _ -> Future.succeededFuture(List.of(job("a1"))));
        Await.of(queue.enqueue(Callers.ACME, List.of(job("a")), Hold.READY));
        Await.of(queue.enqueue(OTHER, List.of(job("a")), Hold.READY));

        start(queue, 8, 1);

        QueueCounts counts = counts(QueueCounts::idle);
        assertThat(counts.processed()).isEqualTo(4);
        assertThat(counts.requeued() + counts.errors()).isZero();
    }

    @Test
    void triesAgainLaterWhenTheFailurePasses() {
        handler.on(
                "a",
                job -> job.attempt() == 1
                        ? Future.failedFuture(Fault.unavailable("embedding", "away"))
                        : Future.succeededFuture(List.of()));
        enqueue(job("a", "g"), job("b", "g"));

        start(queue, 8, 1);
        assertThat(counts(all -> all.pending() == 1 && all.inProgress() == 0).processed())
                .isEqualTo(1);
        clock.advance(Duration.ofSeconds(2));
        enqueue(job("c"));

        assertThat(counts(QueueCounts::idle)).isEqualTo(new QueueCounts(0, 0, 0, 3, 1, 0));
        assertThat(handler.events).doesNotContain("gave up a");
    }

    @Test
    void givesUpAtOnceWhenTheInputIsWrong() {
        handler.on("a", _ -> Future.failedFuture(Fault.invalid("no such thing")));
        enqueue(job("a", "g"), job("b", "g"));

        start(queue, 8, 1);

        assertThat(counts(QueueCounts::idle)).isEqualTo(new QueueCounts(0, 0, 1, 1, 0, 1));
        assertThat(handler.events).containsOnlyOnce("gave up a");
        assertThat(Await.of(queue.progress("g")).in(Queue.EMBEDDING).errors()).containsExactly("no such thing");
        assertThat(ended).contains("a", "b");
    }

    @Test
    void restsWhileWhatItsJobsNeedIsAwayAndThenSendsOneAhead() {
        Fault away = new Fault(Code.MODEL_UNAVAILABLE, "away", Map.of("retry_after", 60L)).with(Outlook.PAUSE);
        AtomicReference<Future<List<NewJob>>> outcome = new AtomicReference<>(Future.failedFuture(away));
        for (String name : List.of("a", "b", "c", "d", "e", "f")) {
            handler.on(name, _ -> outcome.get());
        }
        LocalMeters meters = new LocalMeters();
        enqueue(job("a"), job("b"), job("c"));
        worker = new Worker(vertx, queue, plan(3, 2), policy(), clock, meters, OFTEN);
        worker.start();
        var _ = counts(all -> all.requeued() == 3 && all.inProgress() == 0);
        awaitResting(meters, 1);

        enqueue(job("d"), job("e"), job("f"));
        clock.advance(Duration.ofSeconds(59));
        Await.of(vertx.timer(30));
        assertThat(handler.handled()).isEqualTo(3);

        clock.advance(Duration.ofSeconds(20));
        var _ = counts(all -> all.requeued() == 4);
        Await.of(vertx.timer(30));
        assertThat(handler.handled()).isEqualTo(4);

        outcome.set(Future.succeededFuture(List.of()));
        clock.advance(Duration.ofSeconds(80));

        assertThat(counts(QueueCounts::idle)).isEqualTo(new QueueCounts(0, 0, 0, 6, 4, 0));
        awaitResting(meters, 0);
        assertThat(handler.events).noneMatch(event -> event.matches("handle . [2-9]"));
    }

    /** The queue hears of a try that failed before the worker has written down that it rests. */
    private void awaitResting(LocalMeters meters, long wanted) {
        var _ = Await.of(Rounds.until(() -> vertx.timer(1)
                .map(_ -> Optional.of(meters.gauge("queue.resting")).filter(resting -> resting == wanted))));
    }

    @Test
    void stopsWhileItRests() {
        Fault away = new Fault(Code.RESOURCE_EXHAUSTED, "slow down").with(Outlook.PAUSE);
        handler.on("a", _ -> Future.failedFuture(away));
        enqueue(job("a"));
        start(queue, 8, 2);
        var _ = counts(all -> all.requeued() == 1 && all.inProgress() == 0);

        Await.of(worker.stop());
    }

    @Test
    void countsAHandlerThatThrowsAsAFailure() {
        handler.on("a", _ -> {
            throw new IllegalStateException("a mistake");
        });
        enqueue(job("a"), job("b"));

        start(queue, 8, 1);

        assertThat(counts(all -> all.inProgress() == 0 && all.requeued() == 1).processed())
                .isEqualTo(1);
    }

    @Test
    void acknowledgesTheOthersWhateverGivingUpDoes() {
        handler.on("a", _ -> Future.failedFuture(Fault.invalid("no")));
        handler.on("b", _ -> Future.failedFuture(Fault.invalid("no")));
        AtomicInteger calls = new AtomicInteger();
        handler.givingUp(() -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("broken");
            }
            return Future.failedFuture(new Fault(Code.WRITE_FAILED, "full"));
        });
        enqueue(job("a"), job("b"), job("c"));

        start(queue, 8, 1);

        assertThat(counts(QueueCounts::idle)).isEqualTo(new QueueCounts(0, 0, 2, 1, 0, 2));
    }

    @Test
    void repeatsTheWholeBatchWhenItCannotBeSettled() {
        AtomicInteger settled = new AtomicInteger();
        handler.settling(() -> {
            if (settled.incrementAndGet() == 1) {
                throw new IllegalStateException("broken");
            }
            return Future.succeededFuture();
        });
        enqueue(job("a"), job("b"));

        start(queue, 8, 1);
        var _ = counts(all -> all.pending() == 2 && all.requeued() == 2);
        clock.advance(Duration.ofSeconds(2));
        enqueue(job("c"));

        assertThat(counts(QueueCounts::idle).processed()).isEqualTo(3);
        assertThat(handler.events).contains("handle a 2", "handle b 2");
    }

    @Test
    void acknowledgesTheOthersWhenOneClaimIsLost() {
        WorkQueue losing = new ForwardingWorkQueue(queue) {
            @Override
            public Future<Void> complete(List<Job> jobs, List<NewJob> next) {
                return jobs.stream().anyMatch(job -> job.key().name().equals("a"))
                        ? Future.failedFuture(new Fault(Code.ABORTED, "the claim is lost"))
                        : super.complete(jobs, next);
            }
        };
        enqueue(job("a"), job("b"));

        start(losing, 8, 1);

        assertThat(counts(all -> all.processed() == 1)).isEqualTo(new QueueCounts(0, 1, 0, 1, 0, 0));
        assertThat(handler.events).doesNotContain("gave up a");
    }

    @Test
    void takesAHintThatComesWhileItLooks() {
        Promise<Void> looked = Promise.promise();
        AtomicInteger claims = new AtomicInteger();
        WorkQueue slow = new ForwardingWorkQueue(queue) {
            @Override
            public Future<List<Job>> claim(Queue of, String worker, int max, Duration lease) {
                Future<List<Job>> claimed = super.claim(of, worker, max, lease);
                return claims.incrementAndGet() == 1 ? looked.future().compose(_ -> claimed) : claimed;
            }
        };
        start(slow, 8, 1);
        Await.of(Rounds.until(() ->
                vertx.timer(1).map(_ -> Optional.of(claims.get()).filter(count -> count > 0))));

        enqueue(job("a"));
        looked.complete();

        assertThat(counts(QueueCounts::idle).processed()).isEqualTo(1);
        Await.of(worker.stop());
    }

    @Test
    void renewsItsClaimsWhileJobsRun() {
        Promise<List<NewJob>> open = Promise.promise();
        AtomicInteger renewals = new AtomicInteger();
        handler.on("a", _ -> open.future());
        WorkQueue watched = new ForwardingWorkQueue(queue) {
            @Override
            public Future<List<Long>> renew(List<Job> jobs, Duration lease) {
                if (renewals.incrementAndGet() == 3) {
                    open.complete(List.of());
                }
                // A store that is away for a moment must not end the work.
                return renewals.get() == 1
                        ? Future.failedFuture(Fault.unavailable("store", "away"))
                        : super.renew(jobs, lease);
            }
        };
        enqueue(job("a"));

        start(watched, 8, 1, new Worker.Pace(Duration.ofMinutes(1), Duration.ofMillis(1), Duration.ofHours(1)));

        assertThat(counts(QueueCounts::idle).processed()).isEqualTo(1);
        assertThat(renewals.get()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void looksAgainWhenTheQueueFailsOnce() {
        AtomicInteger claims = new AtomicInteger();
        WorkQueue failing = new ForwardingWorkQueue(queue) {
            @Override
            public Future<List<Job>> claim(Queue of, String worker, int max, Duration lease) {
                return claims.incrementAndGet() == 1
                        ? Future.failedFuture(Fault.unavailable("store", "away"))
                        : super.claim(of, worker, max, lease);
            }
        };
        enqueue(job("a"));

        start(failing, 8, 1, new Worker.Pace(Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofMillis(1)));

        assertThat(counts(QueueCounts::idle).processed()).isEqualTo(1);
    }

    @Test
    void waitsForRunningJobsWhenItStopsAndTakesNoMore() {
        Promise<List<NewJob>> open = Promise.promise();
        handler.on("a", _ -> open.future());
        enqueue(job("a"));
        start(queue, 1, 2);
        var _ = counts(all -> all.inProgress() == 1);

        Future<Void> stopped = worker.stop();
        Await.of(vertx.timer(20));
        enqueue(job("b"));
        assertThat(stopped.isComplete()).isFalse();
        open.complete(List.of());

        Await.of(stopped);
        assertThat(handler.events).containsExactly("handle a 1", "settle");
        assertThat(counts(all -> all.pending() == 1).processed()).isEqualTo(1);
    }

    @Test
    void stopsWhenItNeverStarted() {
        Await.of(worker.stop());
    }

    @Test
    void worksThroughManyJobsThatAreDoneAtOnce() {
        int many = 20_000;
        AtomicInteger claims = new AtomicInteger();
        AtomicInteger completed = new AtomicInteger();
        WorkQueue full = new ForwardingWorkQueue(queue) {
            @Override
            public Future<List<Job>> claim(Queue of, String worker, int max, Duration lease) {
                int id = claims.incrementAndGet();
                NewJob job = job("n");
                return Future.succeededFuture(
                        id > many
                                ? List.of()
                                : List.of(new Job(id, Callers.ACME, of, job.key(), job.payload(), List.of(), 1, 1)));
            }

            @Override
            public Future<Void> complete(List<Job> jobs, List<NewJob> next) {
                completed.addAndGet(jobs.size());
                return Future.succeededFuture();
            }
        };

        start(full, 1, 1);

        Await.of(Rounds.until(() ->
                vertx.timer(1).map(_ -> Optional.of(claims.get()).filter(id -> id > many))));
        Await.of(worker.stop());
        assertThat(completed).hasValue(many);
    }

    private void start(WorkQueue from, int batch, int concurrency) {
        start(from, batch, concurrency, BY_HINTS_ALONE);
    }

    private void start(WorkQueue from, int batch, int concurrency, Worker.Pace pace) {
        worker = new Worker(vertx, from, plan(batch, concurrency), policy(), clock, new LocalMeters(), pace);
        worker.start();
    }

    private Worker.Plan plan(int batch, int concurrency) {
        return new Worker.Plan(
                Queue.EMBEDDING,
                handler,
                batch,
                concurrency,
                jobs -> jobs.forEach(job -> ended.add(job.key().name())));
    }

    private static RetryPolicy policy() {
        return new RetryPolicy(8, new Random(1));
    }

    private Following following() {
        return new Following(vertx, queue);
    }

    private void enqueue(NewJob... jobs) {
        var _ = Await.of(queue.enqueue(Callers.ACME, List.of(jobs), Hold.READY));
    }

    private static NewJob job(String name, String... groups) {
        return new NewJob(Queue.EMBEDDING, VikingUri.of("resources", name), new JsonObject(), List.of(groups));
    }

    /** The counts of the queue as soon as they are so. */
    private QueueCounts counts(Predicate<QueueCounts> awaited) {
        return Await.of(Rounds.until(() -> vertx.timer(1)
                .compose(_ -> queue.counts())
                .map(all -> Optional.of(all.getOrDefault(Queue.EMBEDDING, QueueCounts.NONE))
                        .filter(awaited))));
    }
}
