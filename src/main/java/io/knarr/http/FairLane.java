package io.knarr.http;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * So many requests of one kind at once. Who comes later waits in the queue of its account, and the accounts take turns, so that
 * a crowd of one costs the others at most one turn.
 *
 * <p>A queue that was never empty for a while shows that its account sends more than can be done; then waiting long is of no use,
 * and who has waited longer than a moment is refused instead of served late. A burst is served to its end. Source of the
 * method: controlled delay, in B. Maurer, Fail at Scale, ACM Queue 13(8), 2015.
 *
 * <p>Any thread; a lock is held for a few instructions.
 */
final class FairLane {
    /** How long a queue may stand until it counts as overload. */
    private static final long STANDING_NANOS = Duration.ofSeconds(3).toNanos();

    /** How long somebody waits at most under overload. */
    private static final long PATIENCE_NANOS = Duration.ofMillis(200).toNanos();

    private final String name;
    private final LaneBounds bounds;
    private final LongSupplier nanoTime;

    /** By account, the next one first; an empty queue goes. With the two below guarded by this. */
    private final LinkedHashMap<String, AccountQueue> queues = new LinkedHashMap<>();

    private int running;
    private int waiting;

    /** @param nanoTime as {@link System#nanoTime} */
    FairLane(String name, LaneBounds bounds, LongSupplier nanoTime) {
        this.name = name;
        this.bounds = bounds;
        this.nanoTime = nanoTime;
    }

    /**
     * Those of one account who wait.
     *
     * @param since when the first of them came: since then the queue was never empty
     */
    private record AccountQueue(ArrayDeque<Waiter> waiters, long since) {}

    private record Waiter(String account, Context context, Future<Void> gone, Promise<Turn> promise, long since) {}

    /** The right to run, until {@link #end}. */
    final class Turn {
        private final AtomicBoolean over = new AtomicBoolean();

        private Turn() {}

        /** Lets the next one run; again: nothing. */
        void end() {
            if (over.compareAndSet(false, true)) {
                leave();
            }
        }
    }

    /**
     * The turn of a request, on its context. Fails with {@code RESOURCE_EXHAUSTED} when too many of the account wait already or
     * it has waited in vain; with {@code ABORTED} when nobody waits for the answer any more.
     *
     * @param gone completes when nobody waits for the answer any more
     */
    Future<Turn> enter(String account, Context context, Future<Void> gone) {
        Waiter waiter;
        synchronized (this) {
            long now = nanoTime.getAsLong();
            if (waiting == 0 && running < bounds.running()) {
                running++;
                return Future.succeededFuture(new Turn());
            }
            AccountQueue known = queues.get(account);
            if ((known == null ? 0 : known.waiters.size()) >= bounds.waitingPerAccount()) {
                return Future.failedFuture(busy());
            }
            waiter = new Waiter(account, context, gone, Promise.promise(), now);
            AccountQueue queue = known == null ? new AccountQueue(new ArrayDeque<>(), now) : known;
            queue.waiters.add(waiter);
            queues.putIfAbsent(account, queue);
            waiting++;
        }
        gone.onComplete(_ -> abandon(waiter));
        return waiter.promise.future();
    }

    synchronized int running() {
        return running;
    }

    synchronized int waiting() {
        return waiting;
    }

    private void leave() {
        List<Waiter> late = new ArrayList<>();
        Optional<Waiter> next;
        synchronized (this) {
            next = next(late);
            if (next.isEmpty()) {
                running--;
            }
        }
        late.forEach(waiter -> waiter.context.runOnContext(_ -> waiter.promise.tryFail(busy())));
        next.ifPresent(waiter -> waiter.context.runOnContext(_ -> give(waiter)));
    }

    private void give(Waiter waiter) {
        Turn turn = new Turn();
        if (waiter.gone.isComplete()) {
            turn.end();
            waiter.promise.fail(abandoned());
        } else {
            waiter.promise.complete(turn);
        }
    }

    /** Whose turn it is; the caller holds the lock. */
    private Optional<Waiter> next(List<Waiter> late) {
        long now = nanoTime.getAsLong();
        while (waiting > 0) {
            Iterator<AccountQueue> first = queues.values().iterator();
            AccountQueue queue = first.next();
            first.remove();
            Waiter waiter = queue.waiters.remove();
            waiting--;
            if (!queue.waiters.isEmpty()) {
                queues.put(waiter.account, queue);
            }
            if (now - queue.since <= STANDING_NANOS || now - waiter.since <= PATIENCE_NANOS) {
                return Optional.of(waiter);
            }
            late.add(waiter);
        }
        return Optional.empty();
    }

    private void abandon(Waiter waiter) {
        synchronized (this) {
            AccountQueue queue = queues.get(waiter.account);
            if (queue == null || !queue.waiters.remove(waiter)) {
                return;
            }
            waiting--;
            if (queue.waiters.isEmpty()) {
                queues.remove(waiter.account);
            }
        }
        waiter.promise.tryFail(abandoned());
    }

    private static Fault abandoned() {
        return new Fault(Code.ABORTED, "Nobody waits for the answer any more");
    }

    private Fault busy() {
        return new Fault(
                Code.RESOURCE_EXHAUSTED,
                "The server has more " + name + " requests to do than it can, try again shortly",
                Map.of("lane", name, "retryable", true));
    }
}
