package io.knarr.testing;

import io.knarr.tree.UploadStore;
import io.knarr.tree.UploadStoreContract;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

class MemoryUploadsTest extends UploadStoreContract {
    @Override
    protected UploadStore open(Vertx vertx, Path directory, Clock clock, Duration lifetime) {
        return new MemoryUploads(directory, clock, lifetime);
    }
}
