package io.knarr.storage.embedded;

import io.knarr.index.ModelMark;
import io.knarr.index.VectorIndexContract;
import io.knarr.observe.Meters;
import io.knarr.offload.Offload;
import io.knarr.offload.PoolSize;
import io.knarr.testing.Await;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class LuceneIndexContractTest extends VectorIndexContract {
    private Vertx vertx;
    private Offload offload;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        offload = new Offload(vertx, Meters.NONE);
    }

    @AfterEach
    void stop() {
        Await.of(vertx.close());
    }

    @Override
    public Opened open(Path place, int dimensions) {
        LuceneIndex index = new LuceneIndex(
                new FaultyDisk(place.resolve("index")),
                new ModelMark("test", dimensions),
                offload.pool("search", PoolSize.of(2, 100)),
                offload.pool("index", PoolSize.of(1, 1_000)));
        Await.of(index.open());
        return new Opened(index, index::close);
    }
}
