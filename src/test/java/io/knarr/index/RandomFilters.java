package io.knarr.index;

import io.knarr.index.Filter.Bound;
import io.knarr.uri.VikingUri;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;

/** Filters at random, made of what some entries have, so that they often leave something. */
final class RandomFilters {
    private static final List<Field> TEXTS =
            List.of(Field.URI, Field.NAME, Field.SEARCH_TAGS, Field.CONTEXT_TYPE, Field.TYPE, Field.OWNER_USER_ID);

    private final Random random;
    private final List<Entry> entries;

    RandomFilters(Random random, List<Entry> entries) {
        this.random = random;
        this.entries = entries;
    }

    Filter next(int depth) {
        int kind = random.nextInt(depth > 0 ? 11 : 8);
        return switch (kind) {
            case 0 -> new Filter.Under(ancestor(), random.nextBoolean() ? Optional.empty() : some(random.nextInt(4)));
            case 1 -> new Filter.In(text(), List.of(value(), value()));
            case 2 -> new Filter.Prefix(text(), part(0));
            case 3 -> new Filter.Contains(text(), part(random.nextInt(4)));
            case 4 -> new Filter.Regex(text(), Pattern.quote(part(random.nextInt(4))));
            case 5 -> new Filter.Range(Field.LEVEL, bound((double) random.nextInt(3)), bound(random.nextInt(3) + 0.5));
            case 6 -> new Filter.Range(Field.ACTIVE_COUNT, bound((double) random.nextInt(4)), bound(5.0));
            case 7 -> new Filter.TimeRange(Field.UPDATED_AT, bound(entry().updatedAt()), bound(entry().updatedAt()));
            case 8 -> new Filter.And(several(depth));
            case 9 -> new Filter.Or(several(depth));
            default -> new Filter.Not(next(depth - 1));
        };
    }

    private List<Filter> several(int depth) {
        List<Filter> filters = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            filters.add(next(depth - 1));
        }
        return filters;
    }

    private VikingUri ancestor() {
        VikingUri uri = entry().uri();
        for (int up = random.nextInt(3); up > 0; up--) {
            uri = uri.parent();
        }
        return uri;
    }

    private Field text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private String value() {
        List<String> values = text().textsOf(IndexTopic.ACME, entry());
        return values.isEmpty() ? "" : values.getFirst();
    }

    private String part(int from) {
        String value = value();
        int start = Math.min(from, value.length());
        int end = Math.min(value.length(), start + 1 + random.nextInt(25));
        // Half of a surrogate pair is no text that a store could have.
        boolean torn = end > start && Character.isHighSurrogate(value.charAt(end - 1));
        return value.substring(start, torn ? end - 1 : end);
    }

    private Entry entry() {
        return entries.get(random.nextInt(entries.size()));
    }

    private <T> Optional<Bound<T>> bound(T value) {
        return random.nextInt(3) == 0 ? Optional.empty() : Optional.of(new Bound<>(value, random.nextBoolean()));
    }

    private static <T> Optional<T> some(T value) {
        return Optional.of(value);
    }
}
