package io.knarr.model.remote;

import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets so many calls in at once; the others wait their turn, a bounded number of them. Any thread; {@link #enter} is called
 * on a context, and its future completes there.
 */
final class Gate {
    private final Vertx vertx;
    private final String name;
    private final int places;
    private final int maxWaiting;

    /** Guarded by this, with the next. */
    private final Deque<Waiter> waiting = new ArrayDeque<>();

    private int inside;

    /** A place inside; leaving it twice does nothing more. */
    final class Place {
        private final AtomicBoolean left = new AtomicBoolean();

        void leave() {
            if (left.compareAndSet(false, true)) {
                passOn();
            }
        }
    }

    private record Waiter(Context context, Promise<Place> admitted) {}

    /** @param name of what is behind it, in messages */
    Gate(Vertx vertx, String name, int places, int maxWaiting) {
        this.vertx = vertx;
        this.name = name;
        this.places = places;
        this.maxWaiting = maxWaiting;
    }

    /** {@code UNAVAILABLE} at once when too many wait; the deadline’s fault when it passes first. */
    Future<Place> enter(Context context, Deadline deadline) {
        Waiter waiter = new Waiter(context, Promise.promise());
        synchronized (this) {
            if (inside < places) {
                inside++;
                return Future.succeededFuture(new Place());
            }
            if (waiting.size() >= maxWaiting) {
                return Future.failedFuture(Fault.unavailable(name, maxWaiting + " calls are waiting for it already"));
            }
            waiting.add(waiter);
        }
        Watch watch = new Watch(vertx, context, deadline, Math.max(1, deadline.remainingMs()), () -> {
            if (withdraw(waiter)) {
                waiter.admitted.fail(deadline.fault("waiting for " + name));
            }
        });
        return waiter.admitted.future().onComplete(_ -> watch.close());
    }

    private synchronized boolean withdraw(Waiter waiter) {
        return waiting.remove(waiter);
    }

    /** To the one that has waited the longest, or to nobody. */
    private void passOn() {
        Waiter next;
        synchronized (this) {
            next = waiting.poll();
            inside -= next == null ? 1 : 0;
        }
        if (next != null) {
            next.context.runOnContext(_ -> next.admitted.complete(new Place()));
        }
    }

    synchronized int inside() {
        return inside;
    }

    synchronized int waiting() {
        return waiting.size();
    }
}
