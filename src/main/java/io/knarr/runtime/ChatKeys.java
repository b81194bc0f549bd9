package io.knarr.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of a model that writes: {@code vlm}, {@code query_planner}. */
record ChatKeys(
        ProviderKeys provider,
        Key<List<AccountSettings>> backup,
        Key<Double> temperature,
        Key<Optional<Integer>> maxTokens,
        Key<Boolean> thinking,
        Key<Duration> timeout,
        Key<Integer> maxRetries,
        Key<Integer> maxConcurrent,
        Key<Double> maxPerSecond,
        Key<Map<String, Object>> extraRequestBody) {
    static final ChatKeys VLM = of("vlm");
    static final ChatKeys QUERY_PLANNER = of("query_planner");

    private static ChatKeys of(String section) {
        return new ChatKeys(
                ProviderKeys.of(section, "openai, azure, volcengine, kimi, glm, …"),
                new Key<>(section + ".backup", Kind.accounts(), List.of()),
                new Key<>(section + ".temperature", Kind.decimal(0, 2), 0.0),
                new Key<>(section + ".max_tokens", Kind.optionalWhole(1, 10_000_000), Optional.empty()),
                new Key<>(section + ".thinking", Kind.flag(), false),
                new Key<>(section + ".timeout", Kind.seconds(1, 86_400), Duration.ofMinutes(10)),
                new Key<>(section + ".max_retries", Kind.whole(0, 20), 3),
                new Key<>(section + ".max_concurrent", Kind.whole(1, 1000), 32),
                new Key<>(section + ".max_per_second", Kind.decimal(0, 100_000), 0.0),
                new Key<>(section + ".extra_request_body", Kind.object(), Map.of()));
    }

    List<Key<?>> all() {
        return Lists.join(
                provider.all(),
                List.of(
                        backup,
                        temperature,
                        maxTokens,
                        thinking,
                        timeout,
                        maxRetries,
                        maxConcurrent,
                        maxPerSecond,
                        extraRequestBody));
    }
}
