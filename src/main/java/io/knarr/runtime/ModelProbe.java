package io.knarr.runtime;

import io.knarr.fault.Deadline;
import io.knarr.model.Embedder;
import io.knarr.model.local.LocalEmbedder;
import io.knarr.model.local.LocalModelSettings;
import io.knarr.model.remote.ProviderSurroundings;
import io.knarr.model.remote.RemoteEmbedder;
import io.knarr.model.remote.ReplyMemory;
import io.knarr.observe.Meters;
import io.knarr.offload.Offload;
import io.knarr.offload.Pool;
import io.knarr.offload.PoolSize;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Tries the embedding model: embeds a sentence in the process, or asks the provider for it once. Blocks for some seconds at
 * most.
 */
final class ModelProbe {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String NAME = "model";

    private ModelProbe() {}

    static Finding examine(EmbedderSettings settings) throws InterruptedException {
        BlockingQueue<Finding> found = new ArrayBlockingQueue<>(1);
        Vertx vertx = Vertx.vertx();
        Embedder embedder = embedder(vertx, settings);
        long started = System.nanoTime();
        embedder.embedQuery("Does the model answer?", Deadline.after(LIMIT))
                .map(vector -> Finding.ok(
                        NAME,
                        embedder.model() + " (" + embedder.provider() + ") embeds: " + vector.length + " dimensions, "
                                + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started) + " ms"))
                .otherwise(failure -> failed(embedder, failure))
                .eventually(() -> embedder.close().recover(_ -> Future.succeededFuture()))
                // Not a further step of the chain: that would run on a loop that is gone by then.
                .onSuccess(finding -> vertx.close().onComplete(_ -> found.add(finding)));
        Finding finding = found.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        return finding == null
                ? Finding.fail(NAME, "no answer within " + LIMIT.toSeconds() + " s", "look at the load of this machine")
                : finding;
    }

    private static Embedder embedder(Vertx vertx, EmbedderSettings settings) {
        Offload offload = new Offload(vertx, Meters.NONE);
        Pool pool = offload.pool("doctor-query", PoolSize.of(1, 1));
        return settings.remote()
                .<Embedder>map(remote -> new RemoteEmbedder(
                        new ProviderSurroundings(
                                vertx,
                                pool,
                                new ReplyMemory(Runtime.getRuntime().maxMemory()),
                                Meters.NONE,
                                Clock.systemUTC(),
                                RandomGenerator.getDefault()),
                        remote))
                .orElseGet(() -> new LocalEmbedder(
                        pool, offload.pool("doctor-bulk", PoolSize.of(1, 1)), LocalModelSettings.withBulkThreads(1)));
    }

    private static Finding failed(Embedder embedder, Throwable failure) {
        return embedder instanceof LocalEmbedder
                ? Finding.fail(
                        NAME,
                        embedder.model() + " does not load: " + failure.getMessage(),
                        "Knarr runs on Linux (x86-64, arm64) with glibc and on macOS (arm64)")
                : Finding.fail(
                        NAME,
                        embedder.model() + " (" + embedder.provider() + ") does not embed: " + failure.getMessage(),
                        "check embedding.dense; until it answers, find goes by words alone");
    }
}
