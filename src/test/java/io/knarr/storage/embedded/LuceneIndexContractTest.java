package io.knarr.storage.embedded;

import io.knarr.index.ModelMark;
import io.knarr.index.VectorIndexContract;
import io.knarr.observe.Meters;
import io.knarr.offload.Offload;
import io.knarr.offload.PoolSize;
import io.knarr.testing.Await;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Collection;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class LuceneIndexContractTest extends VectorIndexContract {
    /** Nobody pulls the plug in these tests. */
    private static final class Unsynced extends FilterDirectory {
        Unsynced(Directory directory) {
            super(directory);
        }

        @Override
        public void sync(Collection<String> files) {}

        @Override
        public void syncMetaData() {}
    }

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
                place.resolve("index"),
                new ModelMark("test", dimensions),
                offload.pool("search", PoolSize.of(2, 100)),
                offload.pool("index", PoolSize.of(1, 1_000)),
                Unsynced::new);
        Await.of(index.open());
        return new Opened(index, index::close);
    }
}
