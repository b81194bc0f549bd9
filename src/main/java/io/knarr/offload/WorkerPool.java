package io.knarr.offload;

import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.observe.Labels;
import io.knarr.observe.Meters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A pool on a Vert.x worker executor, with the bound that the executor lacks. */
final class WorkerPool implements Pool {
    private static final ThreadLocal<Boolean> LOWERED = ThreadLocal.withInitial(() -> false);

    private final String name;
    private final PoolSize size;
    private final Meters meters;
    private final Labels labels;
    private final WorkerExecutor executor;
    private final AtomicInteger admitted = new AtomicInteger();
    private final AtomicInteger busy = new AtomicInteger();

    WorkerPool(Vertx vertx, Meters meters, String name, PoolSize size) {
        this.name = name;
        this.size = size;
        this.meters = meters;
        this.labels = Labels.of("pool", name);
        // Long tasks are normal here (an import embeds for minutes); loops have their own watch.
        this.executor = vertx.createSharedWorkerExecutor("knarr-" + name, size.threads(), 1, TimeUnit.HOURS);
        meters.gauge("pool.busy", labels, this::busy);
        meters.gauge("pool.queued", labels, this::queued);
    }

    @Override
    public <T> Future<T> run(Deadline deadline, Callable<T> task) {
        if (admitted.incrementAndGet() > size.threads() + size.queue()) {
            admitted.decrementAndGet();
            meters.count("pool.refused", labels, 1);
            return Future.failedFuture(new Fault(
                    Code.UNAVAILABLE,
                    "The server is busy (" + name + " work is queued up), try again shortly",
                    Map.of("service", name, "reason", "queue full", "retryable", true)));
        }
        long asked = System.nanoTime();
        return submitted(() -> {
            try {
                return timed(deadline, task, asked);
            } finally {
                // Here and not when the caller hears of it: who asks again at once finds the place free.
                admitted.decrementAndGet();
            }
        });
    }

    /** A closed executor throws instead of failing its future. */
    private <T> Future<T> submitted(Callable<T> task) {
        try {
            return executor.executeBlocking(task, false);
        } catch (IllegalStateException | RejectedExecutionException closed) {
            admitted.decrementAndGet();
            return Future.failedFuture(
                    new Fault(Code.UNAVAILABLE, "The server is shutting down", Map.of("service", name), closed));
        }
    }

    private <T> T timed(Deadline deadline, Callable<T> task, long asked) throws Exception {
        long started = System.nanoTime();
        meters.time("pool.wait", labels, started - asked);
        if (deadline.expired()) {
            throw deadline.fault("waiting for a " + name + " thread");
        }
        if (size.priority() == PoolSize.Priority.BACKGROUND && !LOWERED.get()) {
            LOWERED.set(true);
            ThreadPriority.giveWay();
        }
        busy.incrementAndGet();
        try {
            return task.call();
        } finally {
            busy.decrementAndGet();
            meters.time("pool.run", labels, System.nanoTime() - started);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int busy() {
        return busy.get();
    }

    @Override
    public int queued() {
        return Math.max(0, admitted.get() - busy.get());
    }
}
