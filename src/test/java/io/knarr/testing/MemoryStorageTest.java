package io.knarr.testing;

import io.knarr.storage.Storage;
import io.knarr.storage.StorageContract;
import io.vertx.core.Vertx;
import java.nio.file.Path;

class MemoryStorageTest extends StorageContract {
    @Override
    protected Storage make(Vertx vertx, Path directory, FakeClock clock) {
        return new MemoryStorage(vertx, directory, clock, 8);
    }
}
