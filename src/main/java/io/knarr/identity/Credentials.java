package io.knarr.identity;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request says about who sends it; nothing of it is checked yet. Blank is the same as absent.
 *
 * @param key the key: {@code X-API-Key}, else what follows {@code Bearer } in {@code Authorization}
 * @param account {@code X-OpenViking-Account}
 * @param user {@code X-OpenViking-User}
 * @param role {@code X-OpenViking-Role}
 * @param namedAccount the account in the path or query, which only trusted mode looks at
 * @param namedUser the user there
 * @param path the path asked for
 */
public record Credentials(
        Optional<String> key,
        Optional<String> account,
        Optional<String> user,
        Optional<String> role,
        Optional<String> namedAccount,
        Optional<String> namedUser,
        String path) {
    private static final String BEARER = "Bearer ";

    /** The key of the two headers that may hold it; other schemes than exactly {@code Bearer } count as none. */
    public static Optional<String> key(@Nullable String apiKey, @Nullable String authorization) {
        if (apiKey != null && !apiKey.isEmpty()) {
            return Optional.of(apiKey);
        }
        return Optional.ofNullable(authorization)
                .filter(header -> header.startsWith(BEARER))
                .map(header -> header.substring(BEARER.length()))
                .filter(key -> !key.isEmpty());
    }

    /** A header value, trimmed; empty is none. */
    public static Optional<String> trimmed(@Nullable String header) {
        return Optional.ofNullable(header).map(String::strip).filter(value -> !value.isEmpty());
    }
}
