package io.knarr.storage.embedded;

import io.knarr.observe.Meters;
import io.knarr.offload.Offload;
import io.knarr.offload.PoolSize;
import io.knarr.testing.Await;
import io.knarr.tree.TreeStore;
import io.knarr.tree.TreeStoreContract;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

class FileTreeContractTest extends TreeStoreContract {
    private @Nullable FileTree tree;

    @Override
    protected TreeStore open(Vertx vertx, Path directory) {
        FileTree opened = new FileTree(directory, new Offload(vertx, Meters.NONE).pool("files", PoolSize.of(4, 1000)));
        Void _ = Await.of(opened.open());
        tree = opened;
        return opened;
    }

    @AfterEach
    void close() {
        if (tree != null) {
            Void _ = Await.of(tree.close());
        }
    }
}
