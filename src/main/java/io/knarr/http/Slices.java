package io.knarr.http;

import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * Starts the requests of one event loop a slice at a time. Between two slices the loop looks at its connections again: otherwise a
 * thousand requests that come at once are all begun before a probe that came right after them is even read, and Netty looks
 * at connections once in a tenth of a second at best while there are tasks.
 *
 * <p>On that loop only.
 */
final class Slices {
    /** Long enough that starting the next one costs little, well within what a probe may take (10 ms). */
    private static final long SLICE_NANOS = 5_000_000;

    private static final long PAUSE_MS = 1;

    private final Vertx vertx;
    private final ContextInternal loop;
    private final LongSupplier nanoTime;
    private final Deque<Start> waiting = new ArrayDeque<>();
    private boolean planned;

    /** To be made on the loop. */
    Slices(Vertx vertx, LongSupplier nanoTime) {
        this.vertx = vertx;
        this.loop = (ContextInternal) vertx.getOrCreateContext();
        this.nanoTime = nanoTime;
    }

    /** What is to be run, and the context of the request it is for: blocked loops are told by it. */
    private record Start(ContextInternal context, Runnable work) {}

    /** Runs soon, on the calling context, in the order of coming; at the earliest when the loop has read what else has come. */
    void add(Runnable work) {
        waiting.add(new Start((ContextInternal) vertx.getOrCreateContext(), work));
        if (!planned) {
            planned = true;
            loop.runOnContext(_ -> slice());
        }
    }

    int waiting() {
        return waiting.size();
    }

    private void slice() {
        long began = nanoTime.getAsLong();
        try {
            while (!waiting.isEmpty() && nanoTime.getAsLong() - began < SLICE_NANOS) {
                Start next = waiting.remove();
                next.context().dispatch(next.work());
            }
        } finally {
            planned = !waiting.isEmpty();
            if (planned) {
                // A task would run before the next look at the connections, a timer runs after it.
                vertx.setTimer(PAUSE_MS, _ -> slice());
            }
        }
    }
}
