package io.knarr.storage.embedded;

import io.knarr.tree.PathLeases;
import io.knarr.tree.PathLeasesContract;
import io.vertx.core.Vertx;

class InProcessLeasesTest extends PathLeasesContract {
    @Override
    protected PathLeases open(Vertx vertx) {
        return new InProcessLeases(vertx);
    }
}
