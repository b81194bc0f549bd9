package io.knarr.offload;

import io.knarr.observe.Meters;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Makes the pools. Each is created once, in the composition root, and handed to those who need it; the pools close with
 * their {@link Vertx}.
 */
public final class Offload {
    private final Vertx vertx;
    private final Meters meters;
    private final List<Pool> pools = Collections.synchronizedList(new ArrayList<>());

    public Offload(Vertx vertx, Meters meters) {
        this.vertx = vertx;
        this.meters = meters;
    }

    /** A new pool. Its meters are {@code pool.run}, {@code .wait}, {@code .refused}, {@code .busy}, {@code .queued},
     * with its name as the label {@code pool}. */
    public Pool pool(String name, PoolSize size) {
        Pool pool = new WorkerPool(vertx, meters, name, size);
        pools.add(pool);
        return pool;
    }

    /** Every pool made so far. */
    public List<Pool> pools() {
        return List.copyOf(pools);
    }
}
