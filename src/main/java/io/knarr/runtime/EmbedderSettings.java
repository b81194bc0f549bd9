package io.knarr.runtime;

import io.knarr.model.remote.CallLimits;
import io.knarr.model.remote.Credential;
import io.knarr.model.remote.EmbeddingSettings;
import io.knarr.model.remote.EmbeddingSettings.Encoding;
import io.knarr.model.remote.EmbeddingSettings.Input;
import io.knarr.model.remote.Failback;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How texts are embedded: by the model in the process, or by a provider.
 *
 * @param threads inference threads for bulk work; queries have one of their own beside them
 * @param maxInputTokens where a text is cut before the model sees it; the model’s own limit holds as well
 * @param maxConcurrent requests for passages to the provider at once
 * @param maxConcurrentQueries requests for questions at once, beside those
 * @param maxPerSecond requests begun per second, 0 for no bound
 * @param timeout of one request
 * @param queryTimeoutMs of one request for a question; find goes on with words after it
 */
public record EmbedderSettings(
        int threads,
        int maxInputTokens,
        int maxConcurrent,
        int maxConcurrentQueries,
        int maxRetries,
        double maxPerSecond,
        Duration timeout,
        Duration queryTimeoutMs,
        CircuitBreaker circuitBreaker,
        Dense dense) {
    /** Size of a passage: what an estimate says, for models whose vocabulary we do not have. */
    private static final int PASSAGE_TOKENS = 512;

    private static final int MAX_WAITING = 1024;

    /** When the provider is left alone. */
    public record CircuitBreaker(int failureThreshold, Duration resetTimeout, Duration maxResetTimeout) {}

    /**
     * The provider and its model; none: the model in the process.
     *
     * @param dimension 0 is none
     * @param credentials in the order they are tried; none: the account that this section names
     */
    public record Dense(
            Optional<String> provider,
            Optional<String> model,
            Optional<Secret> apiKey,
            Optional<String> apiBase,
            Optional<String> apiVersion,
            Map<String, Secret> extraHeaders,
            List<AccountSettings> credentials,
            Duration failbackTimeoutSeconds,
            int failbackRequestCount,
            Optional<Integer> dimension,
            int batchSize,
            Input input,
            Optional<String> queryParam,
            Optional<String> documentParam,
            Encoding encodingFormat,
            Map<String, Object> extraBody) {
        Accounts accounts() {
            return new Accounts(provider, model, apiKey, apiBase, apiVersion, extraHeaders, credentials);
        }
    }

    /** Whom to ask; nobody for the model in the process. */
    List<Credential> credentials() {
        List<Credential> all = dense.accounts().credentials("");
        return all.stream().allMatch(EmbedderSettings::isHere) ? List.of() : all;
    }

    /** A model alone does not say that somebody else has it. */
    private static boolean isHere(Credential credential) {
        boolean nowhere = credential.provider().isEmpty()
                && credential.apiKey().isEmpty()
                && credential.apiBase().isEmpty();
        return nowhere || credential.provider().equals("local");
    }

    Optional<EmbeddingSettings> remote() {
        List<Credential> credentials = credentials();
        if (credentials.isEmpty()) {
            return Optional.empty();
        }
        int length = dense.dimension().orElse(0);
        return Optional.of(new EmbeddingSettings(
                credentials,
                new Failback(dense.failbackTimeoutSeconds(), dense.failbackRequestCount()),
                length == 0 ? OptionalInt.empty() : OptionalInt.of(length),
                dense.batchSize(),
                maxInputTokens,
                PASSAGE_TOKENS,
                dense.queryParam().orElse(""),
                dense.documentParam().orElse(""),
                dense.encodingFormat(),
                dense.input(),
                dense.extraBody(),
                queryTimeoutMs,
                new CallLimits(
                        maxConcurrentQueries,
                        maxConcurrent,
                        MAX_WAITING,
                        maxPerSecond,
                        maxRetries,
                        timeout,
                        new CallLimits.Breaking(
                                circuitBreaker.failureThreshold(),
                                circuitBreaker.resetTimeout(),
                                circuitBreaker.maxResetTimeout()))));
    }

    static EmbedderSettings of(Values values) {
        ProviderKeys provider = EmbeddingKeys.PROVIDER;
        return new EmbedderSettings(
                values.orCores(EmbeddingKeys.THREADS),
                values.get(EmbeddingKeys.MAX_INPUT_TOKENS),
                values.get(EmbeddingKeys.MAX_CONCURRENT),
                values.get(EmbeddingKeys.MAX_CONCURRENT_QUERIES),
                values.get(EmbeddingKeys.MAX_RETRIES),
                values.get(EmbeddingKeys.MAX_PER_SECOND),
                values.get(EmbeddingKeys.TIMEOUT),
                values.get(EmbeddingKeys.QUERY_TIMEOUT),
                new CircuitBreaker(
                        values.get(EmbeddingKeys.FAILURE_THRESHOLD),
                        values.get(EmbeddingKeys.RESET_TIMEOUT),
                        values.get(EmbeddingKeys.MAX_RESET_TIMEOUT)),
                new Dense(
                        values.get(provider.provider()),
                        values.get(provider.model()),
                        values.get(provider.apiKey()),
                        values.get(provider.apiBase()),
                        values.get(provider.apiVersion()),
                        values.get(provider.extraHeaders()),
                        values.get(provider.credentials()),
                        values.get(provider.failbackTimeoutSeconds()),
                        values.get(provider.failbackRequestCount()),
                        values.get(EmbeddingKeys.DIMENSION),
                        values.get(EmbeddingKeys.BATCH_SIZE),
                        values.get(EmbeddingKeys.INPUT),
                        values.get(EmbeddingKeys.QUERY_PARAM),
                        values.get(EmbeddingKeys.DOCUMENT_PARAM),
                        values.get(EmbeddingKeys.ENCODING_FORMAT),
                        values.get(EmbeddingKeys.EXTRA_BODY)));
    }
}
