package io.knarr.model.local;

import io.knarr.observe.Meters;
import io.knarr.offload.Offload;
import io.knarr.offload.Pool;
import io.knarr.offload.PoolSize;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Two real pools, and a way to wait for what runs in them. */
final class Pools implements AutoCloseable {
    final Vertx vertx = Vertx.vertx();
    final Pool queries;
    final Pool bulk;

    Pools(int queryThreads, int queryQueue, int bulkThreads) {
        Offload offload = new Offload(vertx, Meters.NONE);
        queries = offload.pool("embed-query", PoolSize.of(queryThreads, queryQueue));
        // No queue: whatever would wait in the pool instead of the lane is refused, and the test sees it.
        bulk = offload.pool("embed-bulk", PoolSize.background(bulkThreads, 0));
    }

    static <T> T done(Future<T> future) {
        try {
            return future.await(30, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("nothing within 30 s", late);
        }
    }

    @Override
    public void close() {
        done(vertx.close());
    }
}
