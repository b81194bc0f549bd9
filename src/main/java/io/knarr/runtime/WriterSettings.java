package io.knarr.runtime;

import io.knarr.model.remote.CallLimits;
import io.knarr.model.remote.ChatSettings;
import io.knarr.model.remote.Credential;
import io.knarr.model.remote.Credentials;
import io.knarr.model.remote.Failback;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model that writes.
 *
 * @param credentials in the order they are tried; none: the account that this section names
 * @param backup one more, after the others
 * @param thinking whether a model that can think at length shall
 * @param timeout of one request
 * @param maxPerSecond requests begun per second, 0 for no bound
 */
public record WriterSettings(
        Optional<String> provider,
        Optional<String> model,
        Optional<Secret> apiKey,
        Optional<String> apiBase,
        Optional<String> apiVersion,
        Map<String, Secret> extraHeaders,
        List<AccountSettings> credentials,
        Duration failbackTimeoutSeconds,
        int failbackRequestCount,
        List<AccountSettings> backup,
        double temperature,
        Optional<Integer> maxTokens,
        boolean thinking,
        Duration timeout,
        int maxRetries,
        int maxConcurrent,
        double maxPerSecond,
        Map<String, Object> extraRequestBody) {
    private static final int MAX_WAITING = 1024;

    /** Behaviour 3.6. */
    private static final CallLimits.Breaking BREAKING =
            new CallLimits.Breaking(5, Duration.ofMinutes(5), Duration.ofMinutes(10));

    Accounts accounts() {
        return new Accounts(provider, model, apiKey, apiBase, apiVersion, extraHeaders, credentials);
    }

    private Accounts backups() {
        return new Accounts(provider, model, apiKey, apiBase, apiVersion, extraHeaders, backup);
    }

    /** Whether there is enough to ask somebody: OpenViking goes without a model otherwise, and so do we. */
    boolean isUsable() {
        return all().stream().allMatch(Credentials::isComplete);
    }

    /** Whether somebody began to say who writes. */
    boolean isBegun() {
        return provider.isPresent() || model.isPresent() || apiKey.isPresent() || !credentials.isEmpty();
    }

    List<Credential> all() {
        List<Credential> all = accounts().credentials("");
        return backup.isEmpty() ? all : Lists.join(all, backups().credentials(""));
    }

    List<Secret> secrets() {
        return Lists.join(accounts().secrets(), backups().secrets());
    }

    /** Nothing when no model is configured. */
    Optional<ChatSettings> remote(String purpose) {
        return isUsable()
                ? Optional.of(new ChatSettings(
                        purpose,
                        all(),
                        new Failback(failbackTimeoutSeconds, failbackRequestCount),
                        temperature,
                        maxTokens,
                        thinking ? ChatSettings.Thinking.ON : ChatSettings.Thinking.OFF,
                        extraRequestBody,
                        new CallLimits(maxConcurrent, 1, MAX_WAITING, maxPerSecond, maxRetries, timeout, BREAKING)))
                : Optional.empty();
    }

    static WriterSettings of(Values values, ChatKeys keys) {
        ProviderKeys provider = keys.provider();
        return new WriterSettings(
                values.get(provider.provider()),
                values.get(provider.model()),
                values.get(provider.apiKey()),
                values.get(provider.apiBase()),
                values.get(provider.apiVersion()),
                values.get(provider.extraHeaders()),
                values.get(provider.credentials()),
                values.get(provider.failbackTimeoutSeconds()),
                values.get(provider.failbackRequestCount()),
                values.get(keys.backup()),
                values.get(keys.temperature()),
                values.get(keys.maxTokens()),
                values.get(keys.thinking()),
                values.get(keys.timeout()),
                values.get(keys.maxRetries()),
                values.get(keys.maxConcurrent()),
                values.get(keys.maxPerSecond()),
                values.get(keys.extraRequestBody()));
    }
}
