package io.knarr.model;

import io.knarr.context.Tokens;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.observe.Labels;
import io.knarr.observe.Meters;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Another embedder, counted: {@code model.embedding.calls}, {@code .call.duration}, {@code .tokens.input} and {@code .errors}.
 * For embedders that do not count themselves. Tokens are estimated, each text to no more than the model sees of it.
 */
public final class MeteredEmbedder implements Embedder {
    private final Embedder embedder;
    private final Meters meters;
    private final Clock clock;
    private final Labels labels;
    private final LongAdder calls = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder tokens = new LongAdder();
    private volatile Optional<Instant> last = Optional.empty();

    public MeteredEmbedder(Embedder embedder, Meters meters, Clock clock) {
        this.embedder = embedder;
        this.meters = meters;
        this.clock = clock;
        this.labels = Labels.of("provider", embedder.provider(), "model_name", embedder.model());
    }

    @Override
    public Future<float[]> embedQuery(String text, Deadline deadline) {
        long started = System.nanoTime();
        return counted(embedder.embedQuery(text, deadline), List.of(text), started);
    }

    @Override
    public Future<List<float[]>> embedPassages(List<String> texts) {
        long started = System.nanoTime();
        return counted(embedder.embedPassages(texts), texts, started);
    }

    private <T> Future<T> counted(Future<T> call, List<String> texts, long started) {
        return call.onComplete((_, failure) -> {
            calls.increment();
            last = Optional.of(clock.instant());
            meters.count("model.embedding.calls", labels, 1);
            meters.time("model.embedding.call.duration", labels, System.nanoTime() - started);
            if (failure == null) {
                long seen = tokens(texts);
                tokens.add(seen);
                meters.count("model.embedding.tokens.input", labels, seen);
            } else {
                failures.increment();
                meters.count("model.embedding.errors", errorLabels(failure), 1);
            }
        });
    }

    /** What it was used for so far. */
    public ModelUse use() {
        return new ModelUse(
                "embedding", provider(), model(), calls.sum(), failures.sum(), tokens.sum(), 0, last, Optional.empty());
    }

    private long tokens(List<String> texts) {
        return texts.stream()
                .mapToLong(text -> Math.min(Tokens.estimate(text), embedder.maxTokens()))
                .sum();
    }

    private Labels errorLabels(Throwable failure) {
        String code = Fault.of(failure).code().name();
        return Labels.of("provider", embedder.provider(), "model_name", embedder.model(), "error_code", code);
    }

    @Override
    public int dimensions() {
        return embedder.dimensions();
    }

    @Override
    public String model() {
        return embedder.model();
    }

    @Override
    public int maxTokens() {
        return embedder.maxTokens();
    }

    @Override
    public String provider() {
        return embedder.provider();
    }

    @Override
    public Future<Void> check() {
        return embedder.check();
    }

    @Override
    public Future<Void> close() {
        return embedder.close();
    }
}
