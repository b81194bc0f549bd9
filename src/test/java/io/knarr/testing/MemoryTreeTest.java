package io.knarr.testing;

import io.knarr.tree.TreeStore;
import io.knarr.tree.TreeStoreContract;
import io.vertx.core.Vertx;
import java.nio.file.Path;

class MemoryTreeTest extends TreeStoreContract {
    @Override
    protected TreeStore open(Vertx vertx, Path directory) {
        return new MemoryTree();
    }
}
