package io.knarr.testing;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import org.jspecify.annotations.Nullable;

/**
 * A stream that takes one chunk at a time, a little later, and remembers what it got and how much waited at most. Says
 * that it drained and that it has written, in this order. Breaks after some chunks when told so.
 */
public final class SlowTarget implements WriteStream<Buffer> {
    private final Vertx vertx;
    private final int breaksAfter;
    private final Buffer received = Buffer.buffer();
    private @Nullable Handler<Void> drained;
    private int waiting;
    private int mostWaiting;
    private int chunks;
    private boolean ended;

    public SlowTarget(Vertx vertx) {
        this(vertx, Integer.MAX_VALUE);
    }

    public SlowTarget(Vertx vertx, int breaksAfter) {
        this.vertx = vertx;
        this.breaksAfter = breaksAfter;
    }

    @Override
    public synchronized Future<Void> write(Buffer chunk) {
        if (ended) {
            throw new IllegalStateException("the stream has ended");
        }
        if (++chunks > breaksAfter) {
            return Future.failedFuture(new IllegalStateException("the stream broke"));
        }
        waiting++;
        mostWaiting = Math.max(mostWaiting, waiting);
        Promise<Void> written = Promise.promise();
        vertx.runOnContext(_ -> taken(chunk, written));
        return written.future();
    }

    private void taken(Buffer chunk, Promise<Void> written) {
        Handler<Void> toTell;
        synchronized (this) {
            received.appendBuffer(chunk);
            waiting--;
            toTell = drained;
            drained = null;
        }
        if (toTell != null) {
            toTell.handle(null);
        }
        written.complete();
    }

    @Override
    public synchronized Future<Void> end() {
        ended = true;
        return Future.succeededFuture();
    }

    @Override
    public synchronized boolean writeQueueFull() {
        return waiting > 0;
    }

    @Override
    public synchronized WriteStream<Buffer> drainHandler(@Nullable Handler<Void> handler) {
        drained = handler;
        return this;
    }

    @Override
    public WriteStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
        return this;
    }

    @Override
    public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
        return this;
    }

    public synchronized Buffer received() {
        return received.copy();
    }

    public synchronized int mostWaiting() {
        return mostWaiting;
    }

    public synchronized boolean hasEnded() {
        return ended;
    }
}
