package io.knarr.runtime;

import io.knarr.fault.Deadline;
import io.knarr.model.local.LocalEmbedder;
import io.knarr.model.local.LocalModelSettings;
import io.knarr.observe.Meters;
import io.knarr.offload.Offload;
import io.knarr.offload.PoolSize;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Tries the embedding model in the process: loads it and embeds a sentence. Blocks for some seconds at most. */
final class ModelProbe {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private ModelProbe() {}

    static Finding examine() throws InterruptedException {
        BlockingQueue<Finding> found = new ArrayBlockingQueue<>(1);
        Vertx vertx = Vertx.vertx();
        Offload offload = new Offload(vertx, Meters.NONE);
        LocalEmbedder embedder = new LocalEmbedder(
                offload.pool("doctor-query", PoolSize.of(1, 1)),
                offload.pool("doctor-bulk", PoolSize.of(1, 1)),
                LocalModelSettings.withBulkThreads(1));
        long started = System.nanoTime();
        embedder.embedQuery("Does the model answer?", Deadline.after(LIMIT))
                .map(vector -> Finding.ok(
                        "model",
                        embedder.model() + " embeds (" + vector.length + " dimensions, "
                                + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started) + " ms with loading)"))
                .otherwise(failure -> Finding.fail(
                        "model",
                        embedder.model() + " does not load: " + failure.getMessage(),
                        "Knarr runs on Linux (x86-64, arm64) with glibc and on macOS (arm64)"))
                .eventually(() -> embedder.close().recover(_ -> Future.succeededFuture()))
                // Not a further step of the chain: that would run on a loop that is gone by then.
                .onSuccess(finding -> vertx.close().onComplete(_ -> found.add(finding)));
        Finding finding = found.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        return finding == null
                ? Finding.fail(
                        "model", "no answer within " + LIMIT.toSeconds() + " s", "look at the load of this machine")
                : finding;
    }
}
