package io.knarr.model.remote;

import java.util.Map;
import java.util.Optional;

/**
 * One account at one provider, and the model it is used for there.
 *
 * @param provider as in {@code ov.conf}, lower case: decides the form of requests
 * @param apiBase where its API is; empty: the provider’s public address
 * @param apiVersion for azure
 * @param headers sent beside our own; values may be secret
 */
public record Credential(
        String provider,
        String model,
        Optional<String> apiBase,
        Optional<ApiKey> apiKey,
        Optional<String> apiVersion,
        Map<String, ApiKey> headers) {
    public Credential {
        headers = Map.copyOf(headers);
    }

    /** The base without the slash at its end. */
    String base(String usual) {
        String base = apiBase.orElse(usual).strip();
        return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }
}
