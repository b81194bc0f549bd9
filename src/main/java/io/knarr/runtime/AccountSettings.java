package io.knarr.runtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One of several accounts for the same model; what it does not say holds as the section around it says.
 *
 * @param id for people
 */
public record AccountSettings(
        Optional<String> id,
        Optional<String> provider,
        Optional<String> model,
        Optional<Secret> apiKey,
        Optional<String> apiBase,
        Optional<String> apiVersion,
        Map<String, Secret> extraHeaders) {
    static final List<String> NAMES =
            List.of("id", "provider", "model", "api_key", "api_base", "api_version", "extra_headers");
}
