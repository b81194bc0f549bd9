package io.knarr.context;

import io.knarr.fault.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Tags {@code key=value}: trimmed, lower case, exactly one {@code =}, one value per key (core 1.15). */
public final class Tags {
    private Tags() {}

    /** For storing: invalid ones are dropped; the last value of a key wins, at the place of its first. */
    public static List<String> keepValid(List<String> raw) {
        Map<String, String> byKey = new LinkedHashMap<>();
        raw.forEach(tag -> normal(tag).ifPresent(valid -> byKey.put(key(valid), valid)));
        return List.copyOf(byKey.values());
    }

    /** For filtering. @throws Fault {@code INVALID_ARGUMENT} for the first invalid one */
    public static List<String> requireValid(List<String> raw) {
        List<String> valid = new ArrayList<>();
        for (String tag : raw) {
            valid.add(normal(tag)
                    .orElseThrow(
                            () -> Fault.invalid("A tag is key=value with both sides filled, this is not: " + tag)));
        }
        return List.copyOf(valid);
    }

    /** Tags with others merged in by key. */
    public static List<String> merge(List<String> existing, List<String> added) {
        List<String> all = new ArrayList<>(existing);
        all.addAll(added);
        return keepValid(all);
    }

    private static Optional<String> normal(String raw) {
        String tag = raw.strip().toLowerCase(Locale.ROOT);
        int equals = tag.indexOf('=');
        if (equals < 0 || tag.indexOf('=', equals + 1) >= 0) {
            return Optional.empty();
        }
        String key = tag.substring(0, equals).strip();
        String value = tag.substring(equals + 1).strip();
        return key.isEmpty() || value.isEmpty() ? Optional.empty() : Optional.of(key + "=" + value);
    }

    private static String key(String tag) {
        return tag.substring(0, tag.indexOf('='));
    }
}
