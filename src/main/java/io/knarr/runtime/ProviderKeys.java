package io.knarr.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys that say who serves a model; the same in several sections. */
record ProviderKeys(
        Key<Optional<String>> provider,
        Key<Optional<String>> model,
        Key<Optional<Secret>> apiKey,
        Key<Optional<String>> apiBase,
        Key<Optional<String>> apiVersion,
        Key<Map<String, Secret>> extraHeaders,
        Key<List<AccountSettings>> credentials,
        Key<Duration> failbackTimeoutSeconds,
        Key<Integer> failbackRequestCount) {
    static ProviderKeys of(String section, String providers) {
        return new ProviderKeys(
                new Key<>(
                        section + ".provider",
                        Kind.optionalText("the name of a provider: " + providers),
                        Optional.empty()),
                new Key<>(section + ".model", Kind.optionalText("the name of a model"), Optional.empty()),
                new Key<>(section + ".api_key", Kind.providerKey(), Optional.empty()),
                new Key<>(
                        section + ".api_base",
                        Kind.optionalText("an address, like https://api.example.com/v1"),
                        Optional.empty()),
                new Key<>(section + ".api_version", Kind.optionalText("a version, like 2024-10-21"), Optional.empty()),
                new Key<>(section + ".extra_headers", Kind.headers(), Map.of()),
                new Key<>(section + ".credentials", Kind.accounts(), List.of()),
                new Key<>(section + ".failback_timeout_seconds", Kind.seconds(0, 604_800), Duration.ofMinutes(10)),
                new Key<>(section + ".failback_request_count", Kind.whole(1, 1_000_000), 50));
    }

    List<Key<?>> all() {
        return List.of(
                provider,
                model,
                apiKey,
                apiBase,
                apiVersion,
                extraHeaders,
                credentials,
                failbackTimeoutSeconds,
                failbackRequestCount);
    }
}
