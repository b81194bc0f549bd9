package io.knarr.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of {@code rerank}. */
final class RerankKeys {
    static final Key<Double> THRESHOLD = new Key<>("rerank.threshold", Kind.decimal(-1, 1), 0.1);
    static final Key<Optional<String>> PROVIDER = new Key<>(
            "rerank.provider", Kind.optionalText("the name of a provider: cohere, openai, litellm"), Optional.empty());
    static final Key<Optional<String>> MODEL =
            new Key<>("rerank.model", Kind.optionalText("the name of a model"), Optional.empty());
    static final Key<Optional<Secret>> API_KEY = new Key<>("rerank.api_key", Kind.providerKey(), Optional.empty());
    static final Key<Optional<String>> API_BASE =
            new Key<>("rerank.api_base", Kind.optionalText("the whole address to post to"), Optional.empty());
    static final Key<Map<String, Secret>> EXTRA_HEADERS = new Key<>("rerank.extra_headers", Kind.headers(), Map.of());
    static final Key<Duration> TIMEOUT = new Key<>("rerank.timeout", Kind.seconds(1, 3600), Duration.ofSeconds(30));
    static final Key<Integer> MAX_INPUT_TOKENS =
            new Key<>("rerank.max_input_tokens", Kind.wholeWhere("0 (off) or from 128", n -> n == 0 || n >= 128), 0);
    static final Key<Integer> MAX_CONCURRENT = new Key<>("rerank.max_concurrent", Kind.whole(1, 10_000), 256);
    static final Key<Double> MAX_PER_SECOND = new Key<>("rerank.max_per_second", Kind.decimal(0, 100_000), 0.0);

    static final List<Key<?>> ALL = List.of(
            THRESHOLD,
            PROVIDER,
            MODEL,
            API_KEY,
            API_BASE,
            EXTRA_HEADERS,
            TIMEOUT,
            MAX_INPUT_TOKENS,
            MAX_CONCURRENT,
            MAX_PER_SECOND);

    private RerankKeys() {}
}
