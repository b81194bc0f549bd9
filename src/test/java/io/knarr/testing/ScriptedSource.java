package io.knarr.testing;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A stream of given chunks on a context of its own, which ends, or breaks when told so. Gives nothing while paused. */
public final class ScriptedSource implements ReadStream<Buffer> {
    private final Context context;
    private final Deque<Buffer> chunks;
    private final Optional<Throwable> failure;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;
    private long demand = Long.MAX_VALUE;
    private boolean over;

    public ScriptedSource(Vertx vertx, Collection<Buffer> chunks) {
        this(vertx, chunks, Optional.empty());
    }

    /** @param failure what comes instead of the end */
    public ScriptedSource(Vertx vertx, Collection<Buffer> chunks, Optional<Throwable> failure) {
        this.context = vertx.getOrCreateContext();
        this.chunks = new ArrayDeque<>(chunks);
        this.failure = failure;
    }

    /** How many chunks nobody has got yet. */
    public synchronized int left() {
        return chunks.size();
    }

    @Override
    public synchronized ReadStream<Buffer> handler(@Nullable Handler<Buffer> handler) {
        this.handler = handler;
        wake();
        return this;
    }

    @Override
    public synchronized ReadStream<Buffer> pause() {
        demand = 0;
        return this;
    }

    @Override
    public synchronized ReadStream<Buffer> fetch(long amount) {
        demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
        wake();
        return this;
    }

    @Override
    public ReadStream<Buffer> resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public synchronized ReadStream<Buffer> endHandler(@Nullable Handler<Void> handler) {
        endHandler = handler;
        return this;
    }

    @Override
    public synchronized ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
        exceptionHandler = handler;
        return this;
    }

    private void wake() {
        context.runOnContext(_ -> next());
    }

    private void next() {
        Runnable event;
        synchronized (this) {
            Handler<Buffer> reader = handler;
            Handler<Void> atEnd = endHandler;
            Handler<Throwable> atFailure = exceptionHandler;
            if (reader == null || demand == 0 || over) {
                return;
            }
            if (!chunks.isEmpty()) {
                Buffer chunk = chunks.pop();
                demand -= demand == Long.MAX_VALUE ? 0 : 1;
                event = () -> reader.handle(chunk);
                wake();
            } else {
                over = true;
                event = () -> {
                    if (failure.isPresent() && atFailure != null) {
                        atFailure.handle(failure.get());
                    } else if (failure.isEmpty() && atEnd != null) {
                        atEnd.handle(null);
                    }
                };
            }
        }
        event.run();
    }
}
