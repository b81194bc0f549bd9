package io.knarr.work;

import io.knarr.fault.Fault;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the jobs of one queue and hands them to its handler, some at a time, renewing their leases while they run.
 *
 * <p>A batch is acknowledged as a whole after {@link Handler#settle}, so that one fsync serves many jobs. Runs on any Vert.x
 * context; its own steps never block.
 */
public final class Worker {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final long RENEW_MS = 20_000;
    private static final long POLL_MS = 500;

    private final Vertx vertx;
    private final WorkQueue work;
    private final Plan plan;
    private final RetryPolicy retry;
    private final Clock clock;
    private final Meters meters;
    private final Promise<Void> stopped = Promise.promise();

    // The state of the worker is touched on its context only; callers on other threads go through it.
    private @Nullable Context context;
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

    public Worker(Vertx vertx, WorkQueue work, Plan plan, RetryPolicy retry, Clock clock, Meters meters) {
        this.vertx = vertx;
        this.work = work;
        this.plan = plan;
        this.retry = retry;
        this.clock = clock;
        this.meters = meters;
    }

    /** Begins to take jobs, on the calling context or a new one. */
    public void start() {
        Context own = vertx.getOrCreateContext();
        context = own;
        work.onReady(() -> own.runOnContext(_ -> wake()));
        own.runOnContext(_ -> {
            timer = vertx.setPeriodic(POLL_MS, _ -> wake());
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
            idleLanes--;
            runningLanes++;
            lane();
        }
    }

    private void lane() {
        long seen = hints;
        work.claim(plan.queue(), "local", plan.batchSize(), LEASE)
                .compose(jobs -> jobs.isEmpty()
                        ? Future.succeededFuture(false)
                        : runBatch(jobs).map(true))
                .recover(cause -> {
                    LOG.warn("jobs_not_claimed queue={}", plan.queue().label(), cause);
                    return Future.succeededFuture(false);
                })
                .onSuccess(found -> {
                    if (stopping) {
                        runningLanes--;
                        if (runningLanes == 0) {
                            stopped.tryComplete();
                        }
                    } else if (found || hints != seen) {
                        lane();
                    } else {
                        runningLanes--;
                        idleLanes++;
                    }
                });
    }

    private Future<Void> runBatch(List<Job> jobs) {
        long renewal = vertx.setPeriodic(
                RENEW_MS,
                _ -> work.renew(jobs, LEASE)
                        .onFailure(cause -> LOG.warn(
                                "lease_not_renewed queue={}", plan.queue().label(), cause)));
        List<Job> done = new ArrayList<>();
        List<NewJob> next = new ArrayList<>();
        List<Future<Void>> running =
                jobs.stream().map(job -> runOne(job, done, next)).toList();
        return Future.join(running)
                .compose(_ -> settle(done, next))
                .onComplete(_ -> vertx.cancelTimer(renewal))
                .onSuccess(_ -> plan.ended().groups(jobs));
    }

    private Future<Void> runOne(Job job, List<Job> done, List<NewJob> next) {
        long started = System.nanoTime();
        return handle(job)
                .<Void>map(following -> {
                    meters.time("job." + plan.queue().label(), System.nanoTime() - started);
                    done.add(job);
                    next.addAll(following);
                    return null;
                })
                .recover(cause -> failed(job, cause));
    }

    private Future<List<NewJob>> handle(Job job) {
        try {
            return plan.handler().handle(job);
        } catch (RuntimeException broken) {
            return Future.failedFuture(broken);
        }
    }

    private Future<Void> settle(List<Job> done, List<NewJob> next) {
        if (done.isEmpty()) {
            return Future.succeededFuture();
        }
        return plan.handler()
                .settle()
                .compose(_ -> work.complete(done, next))
                .recover(cause -> Future.join(
                                done.stream().map(job -> failed(job, cause)).toList())
                        .mapEmpty());
    }

    private Future<Void> failed(Job job, Throwable cause) {
        Fault fault = Fault.of(cause);
        Optional<Duration> delay = retry.delay(job.attempt(), cause);
        LOG.warn(
                "job_failed queue={} key={} attempt={} code={} again_in_ms={}",
                plan.queue().label(),
                job.key(),
                job.attempt(),
                fault.code(),
                delay.map(Duration::toMillis).orElse(-1L),
                fault.getCause());
        Future<Void> told =
                delay.isPresent() ? Future.succeededFuture() : plan.handler().gaveUp(job, cause);
        return told.compose(_ -> work.fail(job, fault.getMessage(), delay.map(clock.instant()::plus)));
    }
}
