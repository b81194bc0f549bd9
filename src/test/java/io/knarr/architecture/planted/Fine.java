package io.knarr.architecture.planted;

import io.knarr.offload.Pool;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Blocks only in a pool, directly or through an interface of its own. */
@SuppressWarnings("unused")
final class Fine {
    private final Pool pool;

    Fine(Pool pool) {
        this.pool = pool;
    }

    private interface Step {
        long run() throws IOException;
    }

    Future<Long> inThePool(Path path) {
        return pool.run(() -> Files.size(path));
    }

    Future<Long> throughAnInterface(Path path) {
        return inFiles(() -> Files.size(path));
    }

    private Future<Long> inFiles(Step step) {
        return pool.run(() -> step.run());
    }

    /** Nobody on a loop calls this: it returns no future. */
    boolean exists(Path path) {
        return Files.exists(path);
    }
}
