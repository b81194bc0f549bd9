package io.knarr.testing;

import io.knarr.fault.Deadline;
import io.knarr.offload.Pool;
import io.vertx.core.Future;
import java.util.concurrent.Callable;

/** Runs each task at once on the calling thread; a deadline that has passed is honoured. */
public final class DirectPool implements Pool {
    @Override
    public <T> Future<T> run(Deadline deadline, Callable<T> task) {
        if (deadline.expired()) {
            return Future.failedFuture(deadline.fault("waiting for a thread"));
        }
        try {
            return Future.succeededFuture(task.call());
        } catch (Exception failure) {
            return Future.failedFuture(failure);
        }
    }

    @Override
    public String name() {
        return "direct";
    }

    @Override
    public int busy() {
        return 0;
    }

    @Override
    public int queued() {
        return 0;
    }
}
