package io.knarr.runtime;

import io.knarr.model.Embedder;
import io.knarr.observe.Labels;
import io.knarr.observe.Meters;
import io.knarr.observe.prometheus.PrometheusMeters;
import io.knarr.offload.Pool;
import io.knarr.storage.Storage;
import io.knarr.work.Queue;
import io.knarr.work.QueueCounts;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /metrics} answers: the meters, and beside them what only the store and the model can say, asked anew for each
 * scrape. What does not answer in time counts as not ready, and its numbers stay as they were.
 */
final class Scrape implements Supplier<Future<Buffer>> {
    private static final long PATIENCE_MS = 1000;

    private final Storage storage;
    private final Embedder embedder;
    private final Meters meters;
    private final PrometheusMeters prometheus;
    private final Pool pool;
    private final AtomicReference<@Nullable Future<Buffer>> running = new AtomicReference<>();
    private volatile Known known = new Known(Map.of(), false, false);

    private record Known(Map<Queue, QueueCounts> queues, boolean stored, boolean embeds) {
        QueueCounts of(Queue queue) {
            return queues.getOrDefault(queue, QueueCounts.NONE);
        }

        long ready() {
            return stored && embeds ? 1 : 0;
        }
    }

    Scrape(Storage storage, Embedder embedder, Meters meters, PrometheusMeters prometheus, Pool pool) {
        this.storage = storage;
        this.embedder = embedder;
        this.meters = meters;
        this.prometheus = prometheus;
        this.pool = pool;
    }

    /** Names what is asked for. */
    Scrape registered() {
        for (Queue queue : Queue.values()) {
            Labels labels = Labels.of("queue", queue.label());
            meters.gauge("queue.pending", labels, () -> known.of(queue).pending());
            meters.gauge("queue.in.progress", labels, () -> known.of(queue).inProgress());
        }
        String valid = "1";
        meters.gauge("service.readiness", Labels.of("valid", valid), () -> known.ready());
        meters.gauge("storage.readiness", Labels.of("probe", "storage", "valid", valid), () -> known.stored() ? 1 : 0);
        meters.gauge(
                "model.provider.readiness",
                Labels.of("provider", embedder.provider(), "valid", valid),
                () -> known.embeds() ? 1 : 0);
        return this;
    }

    /** Whoever asks while another answer is being made gets that one: nobody needs a key to ask, so asking is cheap. */
    @Override
    public Future<Buffer> get() {
        Promise<Buffer> mine = Promise.promise();
        Future<Buffer> others = running.compareAndExchange(null, mine.future());
        if (others != null) {
            return others;
        }
        return fresh().onComplete(made -> {
            running.set(null);
            mine.handle(made);
        });
    }

    private Future<Buffer> fresh() {
        Future<Map<Queue, QueueCounts>> counts = soon(storage.work().counts());
        Future<Void> stored = soon(storage.check());
        Future<Void> embeds = soon(embedder.check());
        return Future.join(counts, stored, embeds).transform(_ -> {
            Known before = known;
            known = new Known(
                    counts.succeeded() ? counts.result() : before.queues(), stored.succeeded(), embeds.succeeded());
            count(before, known);
            return pool.run(() -> Buffer.buffer(prometheus.text()));
        });
    }

    private static <T> Future<T> soon(Future<T> answer) {
        return answer.timeout(PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    /** The store keeps sums, of all time; counters take what came since. */
    private void count(Known before, Known now) {
        for (Queue queue : now.queues().keySet()) {
            QueueCounts last = before.of(queue);
            QueueCounts next = now.of(queue);
            Labels labels = Labels.of("queue", queue.label());
            meters.count("queue.processed", labels, Math.max(0, next.processed() - last.processed()));
            meters.count("queue.errors", labels, Math.max(0, next.errors() - last.errors()));
        }
    }
}
