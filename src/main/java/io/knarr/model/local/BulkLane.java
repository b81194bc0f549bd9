package io.knarr.model.local;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.offload.Pool;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lists of texts on their way through a pool, one text of each list in turn, so that a short list does not wait for a long
 * one. No more tasks than the pool has threads are in it at once: texts wait here, where waiting costs nothing, and the
 * pool’s own queue stays empty.
 *
 * <p>Any thread; never blocks. A list fails with the first failure of one of its texts; those not begun are then left out.
 */
final class BulkLane {
    private final Pool pool;
    private final int threads;
    private final int maxLists;
    private final Function<String, float[]> encode;
    private final Promise<Void> drained = Promise.promise();

    /** Lists with texts that are not begun; the first is next. With the four below guarded by this. */
    private final Deque<Batch> waiting = new ArrayDeque<>();

    private int lists;
    private int running;
    private boolean closed;

    BulkLane(Pool pool, int threads, int maxLists, Function<String, float[]> encode) {
        this.pool = pool;
        this.threads = threads;
        this.maxLists = maxLists;
        this.encode = encode;
    }

    /** One vector per text, in their order. There is at least one text. */
    Future<List<float[]>> embed(List<String> texts) {
        Batch batch = new Batch(texts);
        synchronized (this) {
            if (closed) {
                return Future.failedFuture(SharedEncoder.closed());
            }
            if (lists == maxLists) {
                return Future.failedFuture(full());
            }
            lists++;
            waiting.add(batch);
        }
        feed();
        return batch.done.future();
    }

    /** Fails the lists that wait; completes when no text is under way any more. */
    Future<Void> close() {
        List<Batch> dropped;
        boolean idle;
        synchronized (this) {
            closed = true;
            dropped = List.copyOf(waiting);
            dropped.forEach(this::end);
            idle = running == 0;
        }
        dropped.forEach(batch -> batch.done.fail(SharedEncoder.closed()));
        if (idle) {
            drained.tryComplete();
        }
        return drained.future();
    }

    private void feed() {
        for (Step step = begin(); step != null; step = begin()) {
            Step begun = step;
            pool.run(() -> encode.apply(begun.text())).onComplete((vector, failure) -> {
                finish(begun, vector, failure);
                feed();
            });
        }
    }

    private synchronized @Nullable Step begin() {
        Batch batch = running < threads ? waiting.poll() : null;
        if (batch == null) {
            return null;
        }
        running++;
        Step step = new Step(batch, batch.begun++);
        if (batch.begun < batch.texts.size()) {
            waiting.add(batch);
        }
        return step;
    }

    private void finish(Step step, float @Nullable [] vector, @Nullable Throwable failure) {
        Batch batch = step.batch;
        boolean ends;
        boolean idle;
        synchronized (this) {
            running--;
            idle = closed && running == 0;
            if (vector != null) {
                batch.vectors[step.index] = vector;
                batch.computed++;
            }
            ends = !batch.ended && (failure != null || batch.computed == batch.vectors.length);
            if (ends) {
                end(batch);
            }
        }
        if (ends) {
            batch.answer(failure);
        }
        if (idle) {
            drained.tryComplete();
        }
    }

    /** Takes a list out; the caller holds the lock. */
    private void end(Batch batch) {
        batch.ended = true;
        lists--;
        waiting.remove(batch);
    }

    private Fault full() {
        return new Fault(
                Code.UNAVAILABLE,
                "The server is busy (" + maxLists + " lists of texts are being embedded), try again shortly",
                Map.of("service", pool.name(), "reason", "queue full", "retryable", true));
    }

    private static final class Batch {
        private final List<String> texts;
        private final float[][] vectors;
        private final Promise<List<float[]>> done = Promise.promise();
        private int begun;
        private int computed;
        private boolean ended;

        Batch(List<String> texts) {
            this.texts = List.copyOf(texts);
            this.vectors = new float[this.texts.size()][];
        }

        void answer(@Nullable Throwable failure) {
            if (failure == null) {
                done.complete(Arrays.asList(vectors));
            } else {
                done.fail(failure);
            }
        }
    }

    private record Step(Batch batch, int index) {
        String text() {
            return batch.texts.get(index);
        }
    }
}
