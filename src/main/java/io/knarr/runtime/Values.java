package io.knarr.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The value of each key with where it came from. A key whose value broke its rule counts with its default here; the
 * problem is kept elsewhere, and no settings are made of such values.
 */
final class Values {
    private static final String DEFAULT = "default";

    private final Map<Key<?>, Object> read = new LinkedHashMap<>();
    private final Map<Key<?>, String> origins = new LinkedHashMap<>();
    private final Surroundings surroundings;
    private final boolean fromFile;

    Values(Surroundings surroundings, boolean fromFile) {
        this.surroundings = surroundings;
        this.fromFile = fromFile;
    }

    /**
     * A value as somebody wrote it.
     *
     * @param value text, number, boolean, list or {@code null}
     * @param origin the option, the variable or the place in the file
     */
    record Given(@Nullable Object value, String origin) {}

    /** Takes a value, or says what is wrong with it. */
    <T> Optional<Problem> take(Key<T> key, Given given) {
        Object raw = given.value();
        Optional<T> value = raw == null ? key.kind().whenNull() : key.kind().read(raw);
        if (value.isEmpty()) {
            return raw == null ? Optional.empty() : Optional.of(Problem.badValue(key, given));
        }
        read.put(key, value.get());
        origins.put(key, given.origin());
        return Optional.empty();
    }

    @SuppressWarnings("unchecked") // take() puts only values of the key’s own type
    <T> T get(Key<T> key) {
        return (T) read.getOrDefault(key, key.initial());
    }

    /** Where a value came from, {@code default} when nobody gave one. */
    String origin(Key<?> key) {
        return origins.getOrDefault(key, DEFAULT);
    }

    int orCores(Key<Integer> key) {
        int given = get(key);
        return given == 0 ? surroundings.cores() : given;
    }

    /** The data directory, absolute. */
    Path workspace() {
        String given = get(Keys.WORKSPACE);
        if (given.isEmpty()) {
            return fromFile ? surroundings.resolve("./data") : surroundings.resolve("~/.knarr");
        }
        return surroundings.resolve(given);
    }

    /** The value that holds, as it may be shown. */
    String shown(Key<?> key) {
        if (key.equals(Keys.WORKSPACE)) {
            return workspace().toString();
        }
        if (key.equals(Keys.WORKERS) || key.equals(EmbeddingKeys.THREADS)) {
            @SuppressWarnings("unchecked")
            Key<Integer> threads = (Key<Integer>) key;
            return String.valueOf(orCores(threads));
        }
        Object value = get(key) instanceof Optional<?> optional ? optional.orElse(null) : get(key);
        return value == null ? "not set" : key.shown(asWritten(key, value));
    }

    /** A value in the words of the file. */
    private static Object asWritten(Key<?> key, Object value) {
        return switch (value) {
            case Duration duration -> key.path().endsWith("_ms") ? duration.toMillis() : duration.toSeconds();
            case Map<?, ?> map when map.isEmpty() -> "";
            case List<?> list -> list.stream().map(String::valueOf).collect(Collectors.joining(", "));
            case Enum<?> choice -> choice.name().toLowerCase(Locale.ROOT);
            default -> value;
        };
    }
}
