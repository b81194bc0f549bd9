package io.knarr.runtime;

import io.knarr.model.remote.EmbeddingSettings.Encoding;
import io.knarr.model.remote.EmbeddingSettings.Input;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of {@code embedding}. */
final class EmbeddingKeys {
    /** 0 stands for the number of processors. */
    static final Key<Integer> THREADS = new Key<>("embedding.threads", Kind.whole(1, 256), 0);

    static final Key<Integer> MAX_INPUT_TOKENS =
            new Key<>("embedding.max_input_tokens", Kind.whole(1, 1_000_000), 4096);
    static final Key<Integer> MAX_CONCURRENT = new Key<>("embedding.max_concurrent", Kind.whole(1, 1000), 10);
    static final Key<Integer> MAX_CONCURRENT_QUERIES =
            new Key<>("embedding.max_concurrent_queries", Kind.whole(1, 10_000), 256);
    static final Key<Integer> MAX_RETRIES = new Key<>("embedding.max_retries", Kind.whole(0, 20), 3);
    static final Key<Double> MAX_PER_SECOND = new Key<>("embedding.max_per_second", Kind.decimal(0, 100_000), 0.0);
    static final Key<Duration> TIMEOUT = new Key<>("embedding.timeout", Kind.seconds(1, 3600), Duration.ofMinutes(1));
    static final Key<Duration> QUERY_TIMEOUT =
            new Key<>("embedding.query_timeout_ms", Kind.millis(10, 600_000), Duration.ofSeconds(5));
    static final Key<Integer> FAILURE_THRESHOLD =
            new Key<>("embedding.circuit_breaker.failure_threshold", Kind.whole(1, 1000), 5);
    static final Key<Duration> RESET_TIMEOUT =
            new Key<>("embedding.circuit_breaker.reset_timeout", Kind.seconds(1, 86_400), Duration.ofMinutes(1));
    static final Key<Duration> MAX_RESET_TIMEOUT =
            new Key<>("embedding.circuit_breaker.max_reset_timeout", Kind.seconds(1, 86_400), Duration.ofMinutes(10));

    static final ProviderKeys PROVIDER = ProviderKeys.of("embedding.dense", "local, openai, azure, ollama, …");
    static final Key<Optional<Integer>> DIMENSION =
            new Key<>("embedding.dense.dimension", Kind.optionalWhole(0, 16_384), Optional.empty());
    static final Key<Integer> BATCH_SIZE = new Key<>("embedding.dense.batch_size", Kind.whole(1, 4096), 32);
    static final Key<Input> INPUT = new Key<>(
            "embedding.dense.input",
            Kind.choice(Map.of("text", Input.TEXT, "multimodal", Input.MULTIMODAL), List.of("text", "multimodal")),
            Input.MULTIMODAL);
    static final Key<Optional<String>> QUERY_PARAM =
            new Key<>("embedding.dense.query_param", Kind.optionalText("a text"), Optional.empty());
    static final Key<Optional<String>> DOCUMENT_PARAM =
            new Key<>("embedding.dense.document_param", Kind.optionalText("a text"), Optional.empty());
    static final Key<Encoding> ENCODING_FORMAT = new Key<>(
            "embedding.dense.encoding_format",
            Kind.choice(Map.of("float", Encoding.FLOAT, "base64", Encoding.BASE64), List.of("float", "base64")),
            Encoding.UNSAID);
    static final Key<Map<String, Object>> EXTRA_BODY = new Key<>("embedding.dense.extra_body", Kind.object(), Map.of());

    /** In the order of the documentation. */
    static final List<Key<?>> ALL = Lists.join(
            List.of(
                    THREADS,
                    MAX_INPUT_TOKENS,
                    MAX_CONCURRENT,
                    MAX_CONCURRENT_QUERIES,
                    MAX_RETRIES,
                    MAX_PER_SECOND,
                    TIMEOUT,
                    QUERY_TIMEOUT,
                    FAILURE_THRESHOLD,
                    RESET_TIMEOUT,
                    MAX_RESET_TIMEOUT),
            PROVIDER.all(),
            List.of(DIMENSION, BATCH_SIZE, INPUT, QUERY_PARAM, DOCUMENT_PARAM, ENCODING_FORMAT, EXTRA_BODY));

    private EmbeddingKeys() {}
}
