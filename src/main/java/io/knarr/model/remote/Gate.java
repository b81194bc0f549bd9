package io.knarr.model.remote;

import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Lets so many calls in at once; the others wait their turn, a bounded number of them. Questions go before bulk work, and
 * bulk work leaves some places free for them. Any thread; {@link #enter} is called on a context, and its future completes
 * there.
 */
final class Gate {
    private final Vertx vertx;
    private final String name;
    private final int places;
    private final int bulkPlaces;
    private final int maxWaiting;

    /** Guarded by this, with the two below. */
    private final Map<Urgency, Deque<Waiter>> waiting = new EnumMap<>(Urgency.class);

    private int inside;
    private int bulkInside;

    /** Who goes first. */
    enum Urgency {
        /** Somebody waits for the answer. */
        QUESTION,
        BULK
    }

    /** A place inside; to be left once. */
    final class Place {
        private final Urgency urgency;
        private final AtomicBoolean left = new AtomicBoolean();

        private Place(Urgency urgency) {
            this.urgency = urgency;
        }

        void leave() {
            if (left.compareAndSet(false, true)) {
                Gate.this.leave(urgency);
            }
        }
    }

    private record Waiter(Context context, Promise<Place> admitted) {}

    /** @param places one of them at least, and a fifth, are for questions alone when there are several */
    Gate(Vertx vertx, String name, int places, int maxWaiting) {
        this.vertx = vertx;
        this.name = name;
        this.places = places;
        this.bulkPlaces = Math.max(1, places - Math.max(1, places / 5));
        this.maxWaiting = maxWaiting;
        for (Urgency urgency : Urgency.values()) {
            waiting.put(urgency, new ArrayDeque<>());
        }
    }

    /** {@code UNAVAILABLE} at once when too many wait; the deadline’s fault when it passes first. */
    Future<Place> enter(Context context, Urgency urgency, Deadline deadline) {
        Waiter waiter = new Waiter(context, Promise.promise());
        synchronized (this) {
            if (isFree(urgency)) {
                take(urgency);
                return Future.succeededFuture(new Place(urgency));
            }
            if (queue(urgency).size() >= maxWaiting) {
                return Future.failedFuture(Fault.unavailable(name, maxWaiting + " calls are waiting for it already"));
            }
            queue(urgency).add(waiter);
        }
        Watch watch = new Watch(vertx, context, deadline, Math.max(1, deadline.remainingMs()), () -> {
            if (withdraw(urgency, waiter)) {
                waiter.admitted.fail(deadline.fault("waiting for " + name));
            }
        });
        return waiter.admitted.future().onComplete(_ -> watch.close());
    }

    private synchronized boolean withdraw(Urgency urgency, Waiter waiter) {
        return queue(urgency).remove(waiter);
    }

    private boolean isFree(Urgency urgency) {
        return inside < places && (urgency == Urgency.QUESTION || bulkInside < bulkPlaces);
    }

    private void take(Urgency urgency) {
        inside++;
        bulkInside += urgency == Urgency.BULK ? 1 : 0;
    }

    private void leave(Urgency urgency) {
        synchronized (this) {
            inside--;
            bulkInside -= urgency == Urgency.BULK ? 1 : 0;
        }
        for (Urgency next : Urgency.values()) {
            Waiter waiter = next(next);
            if (waiter != null) {
                waiter.context.runOnContext(_ -> waiter.admitted.complete(new Place(next)));
                return;
            }
        }
    }

    /** The waiter whose turn it is, with its place taken. */
    private synchronized @Nullable Waiter next(Urgency urgency) {
        Waiter waiter = isFree(urgency) ? queue(urgency).poll() : null;
        if (waiter != null) {
            take(urgency);
        }
        return waiter;
    }

    private Deque<Waiter> queue(Urgency urgency) {
        return waiting.computeIfAbsent(urgency, _ -> new ArrayDeque<>());
    }

    synchronized int inside() {
        return inside;
    }

    synchronized int waiting() {
        return queue(Urgency.QUESTION).size() + queue(Urgency.BULK).size();
    }
}
