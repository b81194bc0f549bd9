package io.knarr.wire;

import io.knarr.wire.Findings.Place;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Strings, flags and numbers: what counts as one, and what it becomes (core 1.7). Null is what failed. */
final class Scalars {
    private static final Set<String> YES = Set.of("true", "1", "yes", "on", "t", "y");
    private static final Set<String> NO = Set.of("false", "0", "no", "off", "f", "n");
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+(\\.0+)?");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");
    /** Longer texts are no numbers anybody means, and costly to read as such. */
    private static final int LONGEST_NUMBER = 400;

    private Scalars() {}

    static @Nullable String text(Schema.Text schema, @Nullable Object value, Place at, Findings findings) {
        if (!(value instanceof String text)) {
            findings.add(at, "string_type", "Input should be a string");
            return null;
        }
        List<String> choices = schema.choices().orElse(List.of());
        if (schema.choices().isPresent() && !choices.contains(text)) {
            findings.add(at, "literal_error", "Input should be one of: " + String.join(", ", choices));
            return null;
        }
        return text;
    }

    static @Nullable Boolean flag(@Nullable Object value, Place at, Findings findings) {
        switch (value) {
            case Boolean flag -> {
                return flag;
            }
            case String text -> {
                String word = text.length() > 8 ? text : text.strip().toLowerCase(Locale.ROOT);
                if (YES.contains(word) || NO.contains(word)) {
                    return YES.contains(word);
                }
            }
            case Number number -> {
                if (number.doubleValue() == 0 || number.doubleValue() == 1) {
                    return number.doubleValue() == 1;
                }
            }
            case null, default -> {
                findings.add(at, "bool_type", "Input should be true or false");
                return null;
            }
        }
        findings.add(at, "bool_parsing", "Input should be true or false, this cannot be read as either");
        return null;
    }

    static @Nullable Number number(Schema.Numeric schema, @Nullable Object value, Place at, Findings findings) {
        Number number = schema.whole() ? whole(value, at, findings) : decimal(value, at, findings);
        if (number == null) {
            return null;
        }
        if (number.doubleValue() < schema.min()) {
            findings.add(at, "greater_than_equal", "Input should be at least " + plain(schema.min()));
            return null;
        }
        if (number.doubleValue() > schema.max()) {
            findings.add(at, "less_than_equal", "Input should be at most " + plain(schema.max()));
            return null;
        }
        return number;
    }

    private static @Nullable Number whole(@Nullable Object value, Place at, Findings findings) {
        return switch (value) {
            case Integer number -> number;
            case Long number -> number;
            case BigInteger number -> clamped(number);
            case Number number -> {
                double decimal = number.doubleValue();
                if (decimal != Math.rint(decimal) || Double.isInfinite(decimal)) {
                    findings.add(at, "int_from_float", "Input should be a valid integer, this number has a fraction");
                    yield null;
                }
                // The cast keeps to the bounds of a long.
                yield (long) decimal;
            }
            case String text -> parsedWhole(text.strip(), at, findings);
            case null, default -> {
                findings.add(at, "int_type", "Input should be a valid integer");
                yield null;
            }
        };
    }

    private static @Nullable Number parsedWhole(String text, Place at, Findings findings) {
        if (text.length() > LONGEST_NUMBER || !WHOLE.matcher(text).matches()) {
            findings.add(at, "int_parsing", "Input should be a valid integer, unable to parse string as an integer");
            return null;
        }
        return clamped(new BigDecimal(text).toBigInteger());
    }

    private static @Nullable Number decimal(@Nullable Object value, Place at, Findings findings) {
        double number;
        switch (value) {
            case Number given -> number = given.doubleValue();
            case String text
            when text.length() <= LONGEST_NUMBER
                    && DECIMAL.matcher(text.strip()).matches() -> number = Double.parseDouble(text.strip());
            case String _ -> {
                findings.add(at, "float_parsing", "Input should be a valid number, this cannot be read as one");
                return null;
            }
            case null, default -> {
                findings.add(at, "float_type", "Input should be a valid number");
                return null;
            }
        }
        if (Double.isInfinite(number) || Double.isNaN(number)) {
            findings.add(at, "finite_number", "Input should be a finite number");
            return null;
        }
        return number;
    }

    private static long clamped(BigInteger number) {
        return number.min(BigInteger.valueOf(Long.MAX_VALUE))
                .max(BigInteger.valueOf(Long.MIN_VALUE))
                .longValueExact();
    }

    private static String plain(double bound) {
        return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
    }
}
