package io.knarr.storage.embedded;

import io.knarr.fault.Fault;
import io.knarr.offload.Pool;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A pool as one store uses it: nothing passes before the store is open or after it is closed, and closing waits for what is
 * inside, so that the data directory is given back only when nobody writes to it any more. Any thread.
 */
final class Gate {
    private final Pool pool;
    private final String store;
    private final AtomicInteger inside = new AtomicInteger();
    private final Promise<Void> empty = Promise.promise();
    private volatile boolean open;

    Gate(Pool pool, String store) {
        this.pool = pool;
        this.store = store;
    }

    /** As {@link Pool#run}; {@code UNAVAILABLE} while the gate is shut. */
    <T> Future<T> run(Callable<T> task) {
        inside.incrementAndGet();
        if (!open) {
            left();
            return Future.failedFuture(Fault.unavailable(store, "it is not open"));
        }
        return pool.run(task).onComplete(_ -> left());
    }

    /** Opens the gate when the task succeeds. */
    Future<Void> open(Callable<Void> task) {
        return pool.run(task).onSuccess(_ -> open = true);
    }

    /** Succeeds when the last task has left. */
    Future<Void> close() {
        // Whoever comes in and still finds the gate open is counted by then.
        inside.incrementAndGet();
        open = false;
        left();
        return empty.future();
    }

    private void left() {
        if (inside.decrementAndGet() == 0 && !open) {
            empty.tryComplete();
        }
    }
}
