package io.knarr.runtime;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a user of an existing configuration should hear once. */
final class Notices {
    private static final Map<String, String> ALIASES =
            Map.of("asyncio", "nio", "uvloop", "auto", "h11", "h1", "httptools", "h1");

    private Notices() {}

    /** A word of OpenViking’s runtime that stands for one of ours. */
    static Optional<String> ofAlias(Key<?> key, Values.Given given) {
        if (!key.equals(Keys.LOOP) && !key.equals(Keys.HTTP)) {
            return Optional.empty();
        }
        String word = String.valueOf(given.value());
        return Optional.ofNullable(ALIASES.get(word))
                .map(meant -> key.path() + " " + word + " (" + given.origin() + ") is taken as " + meant);
    }

    /** A choice that cannot be honoured and whose effect a user would miss. */
    static Optional<String> ofUnsupported(String path, @Nullable Object value) {
        return switch (path) {
            case "storage.agfs.backend", "storage.vectordb.backend" ->
                value == null || value.equals("local")
                        ? Optional.empty()
                        : Optional.of(path + " " + value + " is not offered: data is kept in the data directory");
            case "encryption.enabled" ->
                Boolean.TRUE.equals(value)
                        ? Optional.of("encryption.enabled is not offered: files are written as they are")
                        : Optional.empty();
            default -> Optional.empty();
        };
    }
}
