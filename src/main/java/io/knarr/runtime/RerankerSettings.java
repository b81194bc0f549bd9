package io.knarr.runtime;

import io.knarr.model.remote.CallLimits;
import io.knarr.model.remote.Credential;
import io.knarr.model.remote.RerankSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model that judges hits, and what holds for scores with or without one.
 *
 * @param threshold hits must score above it when the request names none
 * @param provider none: told by what else is set (behaviour 9.3)
 * @param timeout of one request
 * @param maxInputTokens of question and document together; 0: they are not cut
 * @param maxPerSecond requests begun per second, 0 for no bound
 */
public record RerankerSettings(
        double threshold,
        Optional<String> provider,
        Optional<String> model,
        Optional<Secret> apiKey,
        Optional<String> apiBase,
        Map<String, Secret> extraHeaders,
        Duration timeout,
        int maxInputTokens,
        int maxConcurrent,
        double maxPerSecond) {
    private static final int MAX_WAITING = 1024;
    private static final int MAX_RETRIES = 1;
    private static final CallLimits.Breaking BREAKING =
            new CallLimits.Breaking(5, Duration.ofMinutes(1), Duration.ofMinutes(10));

    /** Nobody when none is configured. */
    Optional<Credential> credential() {
        Optional<String> chosen = provider.or(
                () -> apiKey.isPresent() && apiBase.isPresent() ? Optional.of("openai") : apiKey.map(_ -> "cohere"));
        return chosen.map(name -> new Accounts(
                        Optional.of(name), model, apiKey, apiBase, Optional.empty(), extraHeaders, List.of())
                .credentials(name.equalsIgnoreCase("cohere") ? "rerank-v3.5" : "qwen3-rerank")
                .getFirst());
    }

    List<Secret> secrets() {
        return new Accounts(provider, model, apiKey, apiBase, Optional.empty(), extraHeaders, List.of()).secrets();
    }

    Optional<RerankSettings> remote() {
        return credential()
                .map(credential -> new RerankSettings(
                        credential,
                        maxInputTokens,
                        new CallLimits(maxConcurrent, 1, MAX_WAITING, maxPerSecond, MAX_RETRIES, timeout, BREAKING)));
    }

    static RerankerSettings of(Values values) {
        return new RerankerSettings(
                values.get(RerankKeys.THRESHOLD),
                values.get(RerankKeys.PROVIDER),
                values.get(RerankKeys.MODEL),
                values.get(RerankKeys.API_KEY),
                values.get(RerankKeys.API_BASE),
                values.get(RerankKeys.EXTRA_HEADERS),
                values.get(RerankKeys.TIMEOUT),
                values.get(RerankKeys.MAX_INPUT_TOKENS),
                values.get(RerankKeys.MAX_CONCURRENT),
                values.get(RerankKeys.MAX_PER_SECOND));
    }
}
