package io.knarr.storage.embedded;

import io.knarr.observe.Meters;
import io.knarr.offload.Offload;
import io.knarr.offload.PoolSize;
import io.knarr.testing.Await;
import io.knarr.tree.UploadStore;
import io.knarr.tree.UploadStoreContract;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

class FileUploadsContractTest extends UploadStoreContract {
    @Override
    protected UploadStore open(Vertx vertx, Path directory, Clock clock, Duration lifetime) {
        FileUploads uploads = new FileUploads(
                directory,
                new Offload(vertx, Meters.NONE).pool("files", PoolSize.of(4, 1000)),
                clock,
                lifetime,
                new SecureRandom());
        Void _ = Await.of(uploads.open());
        return uploads;
    }
}
