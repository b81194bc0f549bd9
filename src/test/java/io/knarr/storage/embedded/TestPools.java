package io.knarr.storage.embedded;

import io.knarr.observe.Meters;
import io.knarr.offload.Offload;
import io.knarr.offload.PoolSize;
import io.vertx.core.Vertx;

/** Pools as a server has them. */
final class TestPools {
    private TestPools() {}

    static EmbeddedPools of(Vertx vertx) {
        Offload offload = new Offload(vertx, Meters.NONE);
        return new EmbeddedPools(
                offload.pool("files", PoolSize.of(4, 1000)),
                offload.pool("search", PoolSize.of(2, 100)),
                offload.pool("index", PoolSize.of(1, 100)),
                offload.pool("store", WorkDatabase.POOL));
    }
}
