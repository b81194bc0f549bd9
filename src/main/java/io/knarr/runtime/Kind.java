package io.knarr.runtime;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * How the value of a key is read. Text is taken for every kind, because variables and options are text and because
 * {@code "$PORT"} in a file is text until it is expanded.
 *
 * @param rule what is right, to follow “must be”
 * @param reader gives nothing for a value that breaks the rule
 * @param whenNull what a written {@code null} means; nothing: as if the key were absent
 * @param secret whether the value must not be shown
 */
record Kind<T>(String rule, Function<Object, Optional<T>> reader, Optional<T> whenNull, boolean secret) {
    private Kind(String rule, Function<Object, Optional<T>> reader) {
        this(rule, reader, Optional.empty(), false);
    }

    static Kind<String> text(String rule) {
        return new Kind<>(rule, Kind::nonBlank);
    }

    /** A text that fulfils a condition. */
    static Kind<String> text(String rule, Function<String, Boolean> condition) {
        return new Kind<>(rule, given -> nonBlank(given).filter(condition::apply));
    }

    static Kind<Optional<Secret>> secretText() {
        return new Kind<>(
                "a text that is not empty (leave the key out to have none)",
                given -> given instanceof String text && !text.isBlank()
                        ? Optional.of(Optional.of(new Secret(text)))
                        : Optional.empty(),
                Optional.empty(),
                true);
    }

    /** A text, or none; an empty one is none. */
    static Kind<Optional<String>> optionalText(String rule) {
        return new Kind<>(
                rule,
                given -> given instanceof String text
                        ? Optional.of(Optional.of(text.strip()).filter(kept -> !kept.isEmpty()))
                        : Optional.empty(),
                Optional.of(Optional.empty()),
                false);
    }

    private static <T> Kind<Optional<T>> optional(Kind<T> kind) {
        return new Kind<>(
                kind.rule,
                given -> {
                    Optional<T> value = kind.read(given);
                    return value.isPresent() ? Optional.of(value) : Optional.empty();
                },
                Optional.of(Optional.empty()),
                false);
    }

    /** A key of a provider, or none; an empty one is none. */
    static Kind<Optional<Secret>> providerKey() {
        return new Kind<>(
                "a key ($NAME stays as it is when there is no variable NAME)",
                given -> given instanceof String text && !text.startsWith("$")
                        ? Optional.of(Optional.of(text.strip())
                                .filter(key -> !key.isEmpty())
                                .map(Secret::new))
                        : Optional.empty(),
                Optional.of(Optional.empty()),
                true);
    }

    /** A whole number, or none. */
    static Kind<Optional<Integer>> optionalWhole(int min, int max) {
        return optional(whole(min, max));
    }

    /** A JSON object; from a variable, the text of one. */
    static Kind<Map<String, Object>> object() {
        return new Kind<>("an object, like {\"name\": \"value\"}", Structure::object);
    }

    /** Names with texts that may be secret. */
    static Kind<Map<String, Secret>> headers() {
        return new Kind<>(
                "an object of texts, like {\"X-Name\": \"value\"}", Structure::headers, Optional.empty(), true);
    }

    /** Accounts at providers. */
    static Kind<List<AccountSettings>> accounts() {
        return new Kind<>(
                "a list of objects with " + String.join(", ", AccountSettings.NAMES),
                Structure::accounts,
                Optional.empty(),
                true);
    }

    static Kind<Integer> whole(int min, int max) {
        return new Kind<>(
                "a whole number from " + min + " to " + max,
                given -> wholeNumber(given).filter(n -> n >= min && n <= max).map(Long::intValue));
    }

    /** A whole number that fulfils a condition. */
    static Kind<Integer> wholeWhere(String rule, IntPredicate condition) {
        return new Kind<>(
                "a whole number, " + rule,
                given -> whole(0, Integer.MAX_VALUE).read(given).filter(condition::test));
    }

    /** Like {@link #whole} from 0; 0 and {@code null} turn the thing off. */
    static Kind<Integer> wholeOrOff(int max) {
        Kind<Integer> whole = whole(0, max);
        return new Kind<>(whole.rule + " (0 or null: off)", whole.reader, Optional.of(0), false);
    }

    static Kind<Long> bytes(long min, long max) {
        return new Kind<>(
                "a whole number of bytes from " + min + " to " + max,
                given -> wholeNumber(given).filter(n -> n >= min && n <= max));
    }

    static Kind<Duration> seconds(int min, int max) {
        return duration(min, max, "seconds", Duration::ofSeconds);
    }

    static Kind<Duration> millis(int min, int max) {
        return duration(min, max, "milliseconds", Duration::ofMillis);
    }

    private static Kind<Duration> duration(int min, int max, String unit, Function<Long, Duration> make) {
        return new Kind<>(
                "a whole number of " + unit + " from " + min + " to " + max,
                given -> wholeNumber(given).filter(n -> n >= min && n <= max).map(make));
    }

    static Kind<Double> decimal(double min, double max) {
        return new Kind<>(
                "a number from " + min + " to " + max,
                given -> number(given).map(BigDecimal::doubleValue).filter(n -> n >= min && n <= max));
    }

    static Kind<Boolean> flag() {
        return choice(
                Map.of(
                        "true", true, "on", true, "yes", true, "1", true, "false", false, "off", false, "no", false,
                        "0", false),
                List.of("true", "false"));
    }

    /** One of the names, whatever its case. */
    static <T> Kind<T> choice(Map<String, T> names, List<String> shown) {
        return new Kind<>(
                "one of " + String.join(", ", shown),
                given -> Optional.ofNullable(names.get(given.toString().strip().toLowerCase(Locale.ROOT))));
    }

    /** A list of texts; as text, separated by commas. */
    static Kind<List<String>> list() {
        return new Kind<>("a list of texts", Kind::texts);
    }

    Optional<T> read(Object given) {
        return reader.apply(given);
    }

    private static Optional<String> nonBlank(Object given) {
        return given instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }

    private static Optional<BigDecimal> number(Object given) {
        try {
            return Optional.of(new BigDecimal(given.toString().strip()));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static Optional<Long> wholeNumber(Object given) {
        try {
            return number(given).map(BigDecimal::longValueExact);
        } catch (ArithmeticException fractionOrTooLarge) {
            return Optional.empty();
        }
    }

    private static Optional<List<String>> texts(Object given) {
        if (given instanceof String text) {
            return Optional.of(Stream.of(text.split(","))
                    .map(String::strip)
                    .filter(part -> !part.isEmpty())
                    .toList());
        }
        if (!(given instanceof List<?> values)) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        for (Object value : values) {
            if (!(value instanceof String text)) {
                return Optional.empty();
            }
            texts.add(text);
        }
        return Optional.of(texts);
    }
}
