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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the filter language (core 6.3). What it does not know is {@code INVALID_ARGUMENT}, never ignored. */
final class FilterJson {
    private static final int DEEPEST = 32;
    private static final String OPS =
            "and, or, must, must_not, range, range_out, time_range, prefix, contains or regex";
    private static final String FIELDS =
            Stream.of(Field.values()).map(Field::label).collect(Collectors.joining(", "));
    private static final Pattern DEPTH = Pattern.compile("\\s*-d\\s*=\\s*(-?\\d{1,6})\\s*");

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
        if (!(json.getValue("op") instanceof String op)) {
            throw Fault.invalid("A filter needs op as a text; one of " + OPS + ": " + shortened(json));
        }
        return new Condition(op, json).read(depth);
    }

    /** One condition; what is wrong with it is said with its op and field. */
    private final class Condition {
        private final String op;
        private final JsonObject json;

        Condition(String op, JsonObject json) {
            this.op = op;
            this.json = json;
        }

        Filter read(int depth) {
            return switch (op) {
                case "and" -> new Filter.And(nested(depth));
                case "or" -> new Filter.Or(nested(depth));
                case "must" -> must();
                case "must_not" -> new Filter.Not(must());
                case "range" -> range();
                case "range_out" -> new Filter.Not(range());
                case "time_range" -> timeRange();
                case "prefix" -> new Filter.Prefix(textField(), text("prefix"));
                case "contains" -> new Filter.Contains(textField(), text("substring"));
                case "regex" -> regex();
                default -> throw Fault.invalid("A filter has op " + OPS + "; this one has " + cut(op));
            };
        }

        private List<Filter> nested(int depth) {
            List<Filter> filters = new ArrayList<>();
            for (Object condition : array("conds")) {
                if (!(condition instanceof JsonObject object)) {
                    throw wrong("conds is a list of filter objects");
                }
                filters.add(FilterJson.this.read(object, depth + 1));
            }
            return filters;
        }

        private Filter must() {
            Field field = field();
            JsonArray values = array("conds");
            return switch (field.kind()) {
                case PATH ->
                    new Filter.Or(values.stream()
                            .<Filter>map(value -> new Filter.Under(resolver.apply(path(value)), levels()))
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
                    new Filter.In(field, values.stream().map(this::keyword).toList());
            };
        }

        private String path(@Nullable Object value) {
            if (value instanceof String text) {
                return text;
            }
            throw wrong("conds is a list of addresses");
        }

        private String keyword(@Nullable Object value) {
            if (value == null || value instanceof JsonObject || value instanceof JsonArray) {
                throw wrong("conds is a list of texts, numbers or booleans");
            }
            return String.valueOf(value);
        }

        /** {@code para: "-d=N"}: −1 the subtree, 0 the address itself, N levels below it. */
        private Optional<Integer> levels() {
            Object para = json.getValue("para");
            if (para == null) {
                return Optional.empty();
            }
            Matcher depth = DEPTH.matcher(para.toString());
            if (!depth.matches()) {
                throw wrong("para is like -d=0, not " + cut(para.toString()));
            }
            int levels = Integer.parseInt(depth.group(1));
            return levels < 0 ? Optional.empty() : Optional.of(levels);
        }

        private Filter range() {
            Field field = field();
            return switch (field.kind()) {
                case NUMBER -> {
                    requireBound();
                    yield new Filter.Range(field, lower(this::number), upper(this::number));
                }
                case TIME -> timeRange();
                case PATH, KEYWORD -> throw wrong("it works on numbers and times");
            };
        }

        private Filter timeRange() {
            Field field = field();
            requireBound();
            if (field.kind() != Field.Kind.TIME) {
                throw wrong("it works on created_at and updated_at");
            }
            return new Filter.TimeRange(field, lower(this::instant), upper(this::instant));
        }

        private Filter regex() {
            Field field = textField();
            String pattern = text("pattern");
            try {
                return new Filter.Regex(field, pattern);
            } catch (Fault refused) {
                throw wrong(refused.getMessage());
            }
        }

        private void requireBound() {
            if (Stream.of("gte", "gt", "lte", "lt").allMatch(key -> json.getValue(key) == null)) {
                throw wrong("it needs a bound: gte, gt, lte or lt");
            }
        }

        private <T> Optional<Bound<T>> lower(Function<Object, T> reader) {
            return bound("gte", true, reader).or(() -> bound("gt", false, reader));
        }

        private <T> Optional<Bound<T>> upper(Function<Object, T> reader) {
            return bound("lte", true, reader).or(() -> bound("lt", false, reader));
        }

        private <T> Optional<Bound<T>> bound(String key, boolean inclusive, Function<Object, T> reader) {
            return Optional.ofNullable(json.getValue(key)).map(value -> new Bound<>(reader.apply(value), inclusive));
        }

        private double number(@Nullable Object value) {
            if (value instanceof Number number) {
                return number.doubleValue();
            }
            throw wrong("it is compared with numbers, not with " + cut(String.valueOf(value)));
        }

        private Instant instant(@Nullable Object value) {
            if (!(value instanceof String text)) {
                throw wrong("it is compared with times in ISO form, not with " + cut(String.valueOf(value)));
            }
            try {
                return TimeExpression.absolute(text);
            } catch (Fault refused) {
                throw wrong(refused.getMessage());
            }
        }

        private Field field() {
            String name = text("field");
            return Field.named(name).orElseThrow(() -> wrong("there is no such field; there are " + FIELDS));
        }

        private Field textField() {
            Field field = field();
            if (field.kind() == Field.Kind.NUMBER || field.kind() == Field.Kind.TIME) {
                throw wrong("it works on texts");
            }
            return field;
        }

        private String text(String key) {
            if (json.getValue(key) instanceof String text) {
                return text;
            }
            throw wrong("it needs " + key + " as a text");
        }

        private JsonArray array(String key) {
            if (json.getValue(key) instanceof JsonArray array) {
                return array;
            }
            throw wrong("it needs " + key + " as a list");
        }

        private Fault wrong(String rule) {
            String on = json.getValue("field") instanceof String name ? " on field " + cut(name) : "";
            return Fault.invalid("Filter " + op + on + ": " + rule);
        }
    }

    private static Filter equal(Field field, double value) {
        Optional<Bound<Double>> bound = Optional.of(new Bound<>(value, true));
        return new Filter.Range(field, bound, bound);
    }

    private static Filter at(Field field, Instant time) {
        Optional<Bound<Instant>> bound = Optional.of(new Bound<>(time, true));
        return new Filter.TimeRange(field, bound, bound);
    }

    private static String shortened(JsonObject json) {
        return cut(json.encode());
    }

    private static String cut(String text) {
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }
}
