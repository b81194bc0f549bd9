package io.knarr.work;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.observe.Labels;
import io.knarr.observe.Meters;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the jobs of one queue and hands them to its handler, some at a time, renewing their leases while they run.
 *
 * <p>A batch is acknowledged as a whole after {@link Handler#settle}, so that one fsync serves many jobs. Runs on any Vert.x
 * context; its own steps never block.
 *
 * <p>When a job fails because what it needs is away, the queue {@linkplain Rest rests}.
 */
public final class Worker {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final Vertx vertx;
    private final WorkQueue work;
    private final Plan plan;
    private final RetryPolicy retry;
    private final Clock clock;
    private final Meters meters;
    private final Pace pace;
    private final Promise<Void> stopped = Promise.promise();
    private final Rest rest = new Rest();

    // The state of the worker is touched on its context only; callers on other threads go through it.
    private volatile @Nullable Context context;
    private int idleLanes;
    private int runningLanes;
    private long hints;
    private boolean stopping;
    private long timer = -1;

    /**
     * What a worker does.
     *
     * @param queue whose jobs
     * @param handler who does them
     * @param batchSize jobs claimed at once
     * @param concurrency batches at once
     * @param ended called after jobs were acknowledged or given up, with the groups they counted for
     */
    public record Plan(Queue queue, Handler handler, int batchSize, int concurrency, Ended ended) {}

    /** Told which groups have come further. */
    public interface Ended {
        void groups(List<Job> jobs);
    }

    /**
     * How often a worker looks and says that it still works.
     *
     * @param lease how long a claim holds when its worker is silent
     * @param renewal between two renewals; well below the lease
     * @param poll between two looks at the queue, for what no hint told
     */
    record Pace(Duration lease, Duration renewal, Duration poll) {
        static final Pace NORMAL = new Pace(Duration.ofSeconds(60), Duration.ofSeconds(20), Duration.ofMillis(500));
    }

    public Worker(Vertx vertx, WorkQueue work, Plan plan, RetryPolicy retry, Clock clock, Meters meters) {
        this(vertx, work, plan, retry, clock, meters, Pace.NORMAL);
    }

    Worker(Vertx vertx, WorkQueue work, Plan plan, RetryPolicy retry, Clock clock, Meters meters, Pace pace) {
        this.vertx = vertx;
        this.work = work;
        this.plan = plan;
        this.retry = retry;
        this.clock = clock;
        this.meters = meters;
        this.pace = pace;
        meters.gauge("queue.resting", Labels.of("queue", plan.queue().label()), () -> rest.isOn() ? 1 : 0);
    }

    /** Begins to take jobs, on the calling context or a new one. */
    public void start() {
        Context own = vertx.getOrCreateContext();
        context = own;
        work.onReady(() -> own.runOnContext(_ -> wake()));
        own.runOnContext(_ -> {
            timer = vertx.setPeriodic(pace.poll().toMillis(), _ -> wake());
            idleLanes = plan.concurrency();
            wake();
        });
    }

    /** Takes no more jobs and waits for those under way; what cannot end in time is redelivered by its lease. */
    public Future<Void> stop() {
        Context own = context;
        if (own == null) {
            return Future.succeededFuture();
        }
        own.runOnContext(_ -> {
            stopping = true;
            vertx.cancelTimer(timer);
            if (runningLanes == 0) {
                stopped.tryComplete();
            }
        });
        return stopped.future();
    }

    private void wake() {
        hints++;
        while (idleLanes > 0 && !stopping) {
            Rest.Entry entry = rest.ask(clock.instant());
            if (entry == Rest.Entry.NOBODY) {
                return;
            }
            idleLanes--;
            runningLanes++;
            lane(entry);
        }
    }

    private void lane(Rest.Entry entry) {
        long seen = hints;
        Context own = vertx.getOrCreateContext();
        work.claim(plan.queue(), "local", entry == Rest.Entry.ONE ? 1 : plan.batchSize(), pace.lease())
                .compose(jobs -> jobs.isEmpty()
                        ? Future.succeededFuture(false)
                        : runBatch(jobs).map(true))
                .recover(cause -> {
                    LOG.warn("jobs_not_claimed queue={}", plan.queue().label(), cause);
                    return Future.succeededFuture(false);
                })
                // On the loop again, and on an empty stack: a queue may answer at once, from any thread.
                .onSuccess(found -> own.runOnContext(_ -> laneEnded(entry, found || hints != seen)));
    }

    private void laneEnded(Rest.Entry entry, boolean goOn) {
        if (entry == Rest.Entry.ONE) {
            rest.probed();
        }
        if (stopping) {
            runningLanes--;
            if (runningLanes == 0) {
                stopped.tryComplete();
            }
            return;
        }
        Rest.Entry next = goOn ? rest.ask(clock.instant()) : Rest.Entry.NOBODY;
        if (next == Rest.Entry.NOBODY) {
            runningLanes--;
            idleLanes++;
            return;
        }
        lane(next);
        if (entry == Rest.Entry.ONE) {
            // The others have looked in vain while this one went ahead.
            wake();
        }
    }

    private Future<Void> runBatch(List<Job> jobs) {
        long renewal = vertx.setPeriodic(
                pace.renewal().toMillis(),
                _ -> work.renew(jobs, pace.lease())
                        .onFailure(cause -> LOG.warn(
                                "lease_not_renewed queue={}", plan.queue().label(), cause)));
        List<Try> tries = jobs.stream().map(job -> new Try(job, handle(job))).toList();
        return Future.join(tries.stream().map(Try::outcome).toList())
                .transform(_ -> end(tries))
                .onComplete(_ -> {
                    vertx.cancelTimer(renewal);
                    plan.ended().groups(jobs);
                });
    }

    /** A job under way. */
    private record Try(Job job, Future<List<NewJob>> outcome) {}

    private Future<List<NewJob>> handle(Job job) {
        long started = System.nanoTime();
        return safely(() -> plan.handler().handle(job))
                .onSuccess(_ -> meters.time(
                        "job.duration", Labels.of("queue", plan.queue().label()), System.nanoTime() - started));
    }

    private static <T> Future<T> safely(Supplier<Future<T>> step) {
        try {
            return step.get();
        } catch (RuntimeException broken) {
            return Future.failedFuture(broken);
        }
    }

    /** Never fails: what could not be told the queue is redelivered by its lease. */
    private Future<Void> end(List<Try> tries) {
        List<Future<Void>> ends = new ArrayList<>();
        List<Try> done = new ArrayList<>();
        for (Try one : tries) {
            if (one.outcome().succeeded()) {
                done.add(one);
            } else {
                ends.add(failed(one.job(), one.outcome().cause()));
            }
        }
        if (!done.isEmpty()) {
            ends.add(safely(() -> plan.handler().settle())
                    .transform(settled -> settled.succeeded() ? acknowledge(done) : allFailed(done, settled.cause())));
        }
        return Future.join(ends).mapEmpty();
    }

    private Future<Void> allFailed(List<Try> done, Throwable cause) {
        return Future.join(done.stream().map(one -> failed(one.job(), cause)).toList())
                .mapEmpty();
    }

    /** Jobs that nothing follows together; others alone, because what follows joins the groups of all it follows. */
    private Future<Void> acknowledge(List<Try> done) {
        List<Job> last = new ArrayList<>();
        List<Future<Void>> ends = new ArrayList<>();
        for (Try one : done) {
            if (one.outcome().result().isEmpty()) {
                last.add(one.job());
            } else {
                ends.add(complete(one.job(), one.outcome().result()));
            }
        }
        if (!last.isEmpty()) {
            // One lost claim refuses all of them: then each for itself.
            ends.add(work.complete(last, List.of())
                    .recover(_ -> Future.join(last.stream()
                                    .map(job -> complete(job, List.of()))
                                    .toList())
                            .mapEmpty()));
        }
        return Future.join(ends).mapEmpty();
    }

    private Future<Void> complete(Job job, List<NewJob> next) {
        return work.complete(List.of(job), next)
                .recover(cause -> Fault.of(cause).code() == Code.ABORTED ? unheard(job, cause) : failed(job, cause));
    }

    private Future<Void> failed(Job job, Throwable cause) {
        RetryPolicy.Verdict verdict = retry.judge(job.attempt(), cause);
        Fault fault = Fault.of(cause);
        Future<Void> told = switch (verdict) {
            case RetryPolicy.Verdict.Again(Duration after) -> {
                log(job, fault, after.toMillis());
                yield work.fail(
                        job, fault.getMessage(), Optional.of(clock.instant().plus(after)));
            }
            case RetryPolicy.Verdict.Rest(Duration length) -> {
                beginRest(fault, length);
                yield work.postpone(job, clock.instant().plus(length));
            }
            case RetryPolicy.Verdict.GiveUp() -> {
                log(job, fault, -1);
                yield safely(() -> plan.handler().gaveUp(job, cause))
                        .recover(broken -> unheard(job, broken))
                        .compose(_ -> work.fail(job, fault.getMessage(), Optional.empty()));
            }
        };
        return told.recover(lost -> unheard(job, lost));
    }

    private void log(Job job, Fault fault, long againInMs) {
        LOG.warn(
                "job_failed queue={} key={} attempt={} code={} again_in_ms={}",
                plan.queue().label(),
                job.key(),
                job.attempt(),
                fault.code(),
                againInMs,
                fault.getCause());
    }

    /** Not the fault’s own words: a provider may have put the text of a document into them. */
    private void beginRest(Fault fault, Duration length) {
        Context own = context;
        if (own != null) {
            own.runOnContext(_ -> {
                if (!rest.isOn()) {
                    LOG.warn(
                            "queue_rests queue={} for_ms={} code={} provider={} status={}",
                            plan.queue().label(),
                            length.toMillis(),
                            fault.code(),
                            fault.details().getOrDefault("provider", "-"),
                            fault.details().getOrDefault("upstream_status_code", "-"));
                }
                rest.begin(clock.instant().plus(length));
            });
        }
    }

    private Future<Void> unheard(Job job, Throwable cause) {
        LOG.warn("job_end_not_told queue={} key={}", plan.queue().label(), job.key(), cause);
        return Future.succeededFuture();
    }
}
