package io.knarr.wire;

import io.knarr.fault.Fault;
import io.knarr.index.Field;
import io.knarr.index.Filter;
import io.knarr.index.Filter.Bound;
import io.knarr.uri.VikingUri;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the filter language (core 6.3). What it does not know is {@code INVALID_ARGUMENT}, never ignored. */
final class FilterJson {
    private static final int DEEPEST = 32;

    private final Function<String, VikingUri> resolver;

    /** @param resolver from an address as the caller wrote it */
    FilterJson(Function<String, VikingUri> resolver) {
        this.resolver = resolver;
    }

    /** @throws Fault {@code INVALID_ARGUMENT} or {@code INVALID_URI} */
    Filter read(JsonObject json) {
        return read(json, 0);
    }

    private Filter read(JsonObject json, int depth) {
        if (depth > DEEPEST) {
            throw Fault.invalid("The filter is nested deeper than " + DEEPEST + " levels");
        }
        String op = text(json, "op");
        return switch (op) {
            case "and" -> new Filter.And(nested(json, depth));
            case "or" -> new Filter.Or(nested(json, depth));
            case "must" -> must(json);
            case "must_not" -> new Filter.Not(must(json));
            case "range" -> range(json);
            case "range_out" -> new Filter.Not(range(json));
            case "time_range" -> timeRange(json);
            case "prefix" -> new Filter.Prefix(textField(json), text(json, "prefix"));
            case "contains" -> new Filter.Contains(textField(json), text(json, "substring"));
            case "regex" -> new Filter.Regex(textField(json), text(json, "pattern"));
            default ->
                throw Fault.invalid("A filter has op and, or, must, must_not, range, range_out, time_range, prefix,"
                        + " contains or regex; this one has " + op);
        };
    }

    private List<Filter> nested(JsonObject json, int depth) {
        List<Filter> filters = new ArrayList<>();
        for (Object condition : array(json, "conds")) {
            if (!(condition instanceof JsonObject object)) {
                throw Fault.invalid("conds of and / or is a list of filter objects");
            }
            filters.add(read(object, depth + 1));
        }
        return filters;
    }

    private Filter must(JsonObject json) {
        Field field = field(json);
        JsonArray values = array(json, "conds");
        return switch (field.kind()) {
            case PATH ->
                new Filter.Or(values.stream()
                        .<Filter>map(value -> new Filter.Under(resolver.apply(keyword(value)), depth(json)))
                        .toList());
            case NUMBER ->
                new Filter.Or(values.stream()
                        .<Filter>map(value -> equal(field, number(value)))
                        .toList());
            case TIME ->
                new Filter.Or(values.stream()
                        .<Filter>map(value -> at(field, instant(value)))
                        .toList());
            case KEYWORD ->
                new Filter.In(field, values.stream().map(FilterJson::keyword).toList());
        };
    }

    private static Filter equal(Field field, double value) {
        Optional<Bound<Double>> bound = Optional.of(new Bound<>(value, true));
        return new Filter.Range(field, bound, bound);
    }

    private static Filter at(Field field, Instant time) {
        Optional<Bound<Instant>> bound = Optional.of(new Bound<>(time, true));
        return new Filter.TimeRange(field, bound, bound);
    }

    private static String keyword(@Nullable Object value) {
        if (value == null || value instanceof JsonObject || value instanceof JsonArray) {
            throw Fault.invalid("conds of must is a list of texts, numbers or booleans");
        }
        return String.valueOf(value);
    }

    /** {@code para: "-d=N"}: −1 the subtree, 0 the address itself, N levels below it. */
    private static Optional<Integer> depth(JsonObject json) {
        Object para = json.getValue("para");
        if (para == null) {
            return Optional.empty();
        }
        String text = para.toString().replace(" ", "");
        if (!text.startsWith("-d=")) {
            throw Fault.invalid("para is like -d=0, not " + para);
        }
        try {
            int depth = Integer.parseInt(text.substring(3));
            return depth < 0 ? Optional.empty() : Optional.of(depth);
        } catch (NumberFormatException wrong) {
            throw Fault.invalid("para is like -d=0, not " + para);
        }
    }

    private static Filter range(JsonObject json) {
        Field field = field(json);
        requireBound(json);
        return switch (field.kind()) {
            case NUMBER -> new Filter.Range(field, lower(json, FilterJson::number), upper(json, FilterJson::number));
            case TIME -> timeRange(json);
            case PATH, KEYWORD -> throw Fault.invalid("range works on numbers and times, not on " + field.label());
        };
    }

    private static Filter timeRange(JsonObject json) {
        Field field = field(json);
        requireBound(json);
        if (field.kind() != Field.Kind.TIME) {
            throw Fault.invalid("time_range works on created_at and updated_at, not on " + field.label());
        }
        return new Filter.TimeRange(field, lower(json, FilterJson::instant), upper(json, FilterJson::instant));
    }

    private static void requireBound(JsonObject json) {
        if (Stream.of("gte", "gt", "lte", "lt").allMatch(key -> json.getValue(key) == null)) {
            throw Fault.invalid("A " + text(json, "op") + " needs a bound: gte, gt, lte or lt");
        }
    }

    private static <T> Optional<Bound<T>> lower(JsonObject json, Function<Object, T> reader) {
        return bound(json, "gte", true, reader).or(() -> bound(json, "gt", false, reader));
    }

    private static <T> Optional<Bound<T>> upper(JsonObject json, Function<Object, T> reader) {
        return bound(json, "lte", true, reader).or(() -> bound(json, "lt", false, reader));
    }

    private static <T> Optional<Bound<T>> bound(
            JsonObject json, String key, boolean inclusive, Function<Object, T> reader) {
        return Optional.ofNullable(json.getValue(key)).map(value -> new Bound<>(reader.apply(value), inclusive));
    }

    private static double number(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw Fault.invalid("A number is needed here, not " + value);
    }

    private static Instant instant(@Nullable Object value) {
        if (value instanceof String text) {
            return TimeExpression.absolute(text);
        }
        throw Fault.invalid("A time in ISO form is needed here, not " + value);
    }

    private static Field field(JsonObject json) {
        String name = text(json, "field");
        return Field.named(name)
                .orElseThrow(() -> Fault.invalid("A filter names one of the fields uri, type,"
                        + " context_type, created_at, updated_at, active_count, level, name, tags, search_tags, account_id,"
                        + " owner_user_id; not " + name));
    }

    private static Field textField(JsonObject json) {
        Field field = field(json);
        if (field.kind() == Field.Kind.NUMBER || field.kind() == Field.Kind.TIME) {
            throw Fault.invalid(text(json, "op") + " works on texts, not on " + field.label());
        }
        return field;
    }

    private static String text(JsonObject json, String key) {
        if (json.getValue(key) instanceof String text) {
            return text;
        }
        throw Fault.invalid("A filter needs " + key + " as a text: " + shortened(json));
    }

    private static JsonArray array(JsonObject json, String key) {
        if (json.getValue(key) instanceof JsonArray array) {
            return array;
        }
        throw Fault.invalid("A filter needs " + key + " as a list: " + shortened(json));
    }

    private static String shortened(JsonObject json) {
        String text = json.encode();
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }
}
