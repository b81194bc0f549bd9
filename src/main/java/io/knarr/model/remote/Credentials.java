package io.knarr.model.remote;

import java.net.URI;
import java.util.Optional;

/**
 * Whether something can be done with a credential, asked when the configuration is read. Each answer is empty when it can,
 * else a sentence that says what is missing or what to use instead.
 */
public final class Credentials {
    private static final String SIGNED =
            "vikingdb needs requests signed with ak and sk, which Knarr does not do: use a provider with an api_key";

    /** Has a login instead of a key. */
    private static final String CODEX = "openai-codex";

    private Credentials() {}

    public static Optional<String> whyNotEmbed(Credential credential) {
        if (credential.provider().equals("vikingdb")) {
            return Optional.of(SIGNED);
        }
        Optional<EmbeddingApi> api = EmbeddingApi.of(credential.provider());
        if (api.isEmpty()) {
            return Optional.of("the provider " + credential.provider() + " is not known, it must be local or one of "
                    + String.join(", ", EmbeddingApi.providers())
                    + " (a server of OpenAI's API is litellm with an api_base)");
        }
        boolean keyless =
                api.get() == EmbeddingApi.OLLAMA || credential.apiBase().isPresent();
        return first(
                credential.model().isBlank() ? Optional.of(missing(credential, "model")) : Optional.empty(),
                base(credential, !api.get().base().isEmpty()),
                keyless || credential.apiKey().isPresent()
                        ? Optional.empty()
                        : Optional.of(missing(credential, "api_key")));
    }

    /** Whether a model that writes is named well enough to be asked at all. */
    public static boolean isComplete(Credential credential) {
        boolean keyed = credential.apiKey().isPresent()
                || credential.apiBase().isPresent()
                || !ChatApi.needsKey(credential)
                || credential.provider().equals(CODEX);
        return keyed && !credential.provider().isEmpty() && !credential.model().isEmpty();
    }

    /** Of one that is complete. */
    public static Optional<String> whyNotChat(Credential credential) {
        if (credential.provider().equals(CODEX)) {
            return Optional.of(
                    "openai-codex needs a login with OAuth, which Knarr does not do: use openai with an api_key");
        }
        return base(credential, ChatApi.base(credential.provider()).isPresent());
    }

    public static Optional<String> whyNotRerank(Credential credential) {
        return switch (credential.provider()) {
            case "vikingdb" -> Optional.of(SIGNED);
            case "openai", "litellm" -> base(credential, false);
            case "cohere" ->
                first(
                        base(credential, true),
                        credential.apiKey().isEmpty() && credential.apiBase().isEmpty()
                                ? Optional.of(missing(credential, "api_key"))
                                : Optional.empty());
            default ->
                Optional.of("the provider " + credential.provider()
                        + " is not known, it must be one of cohere, openai, litellm");
        };
    }

    private static String missing(Credential credential, String key) {
        return "the provider " + credential.provider() + " needs " + (key.equals("model") ? "a " : "an ") + key;
    }

    private static Optional<String> base(Credential credential, boolean isKnown) {
        if (credential.apiBase().isEmpty()) {
            return isKnown
                    ? Optional.empty()
                    : Optional.of("the provider " + credential.provider() + " needs an api_base, where its API is");
        }
        return isAddress(credential.apiBase().get())
                ? Optional.empty()
                : Optional.of("its api_base must be an address, like https://api.example.com/v1");
    }

    private static boolean isAddress(String text) {
        try {
            URI uri = URI.create(text.strip());
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return http && uri.getHost() != null;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    @SafeVarargs
    private static Optional<String> first(Optional<String>... problems) {
        for (Optional<String> problem : problems) {
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }
}
