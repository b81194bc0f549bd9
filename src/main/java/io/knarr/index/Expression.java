package io.knarr.index;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.knarr.fault.Fault;

/**
 * A regular expression as a caller may write it: RE2, which matches in time linear to the text, and small enough that linear
 * is fast. RE2 writes a counted repetition out, so that {@code ((a{1000}){1000}){1000}} takes all memory there is.
 */
public final class Expression {
    private static final int LONGEST = 4096;

    /** Steps that the compiled expression may take, about; ordinary ones take some dozens. */
    private static final long MOST_STEPS = 20_000;

    private Expression() {}

    /** @throws Fault {@code INVALID_ARGUMENT} for one that is none, or too large */
    public static Pattern compile(String written, boolean ignoreCase) {
        if (written.length() > LONGEST || new Size(written).steps() > MOST_STEPS) {
            throw Fault.invalid("This expression is too large: at most " + LONGEST + " characters and " + MOST_STEPS
                    + " steps with its repetitions written out");
        }
        try {
            return Pattern.compile(written, ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
        } catch (PatternSyntaxException broken) {
            throw Fault.invalid("This expression cannot be used: " + broken.getDescription()
                    + "; write it in RE2 syntax (no look-around, no back-references)");
        }
    }

    /** Adds up how long an expression is with its repetitions written out. What is no expression has some size too. */
    private static final class Size {
        private final String text;
        private int at;

        Size(String text) {
            this.text = text;
        }

        /** Of the whole, or of the rest of a group: its closing bracket is taken. */
        long steps() {
            long sum = 0;
            long last = 0;
            while (at < text.length()) {
                char next = text.charAt(at++);
                if (next == ')') {
                    return sum;
                }
                if (next == '{') {
                    // Saturates long before it overflows: what is added is bounded by the limit times a thousand.
                    long added = last * (repetitions() - 1);
                    sum = Math.min(sum + added, MOST_STEPS + 1);
                    last = Math.min(last + added, MOST_STEPS + 1);
                } else {
                    last = next == '(' ? steps() : one(next);
                    sum = Math.min(sum + last, MOST_STEPS + 1);
                }
            }
            return sum;
        }

        private long one(char first) {
            switch (first) {
                case '\\' -> escape();
                case '[' -> characterClass();
                default -> {}
            }
            return 1;
        }

        private void escape() {
            boolean named = at + 1 < text.length() && "pPx".indexOf(text.charAt(at)) >= 0 && text.charAt(at + 1) == '{';
            int end = named ? text.indexOf('}', at) : at;
            at = end < 0 ? text.length() : end + 1;
        }

        private void characterClass() {
            // The first bracket after the opening one is a member.
            at = Math.min(text.length(), at + (text.startsWith("^", at) ? 2 : 1));
            while (at < text.length() && text.charAt(at) != ']') {
                at += text.charAt(at) == '\\' ? 2 : 1;
            }
            at = Math.min(text.length(), at + 1);
        }

        /** The number of copies that a counted repetition makes; 1 for a brace that begins none. */
        private long repetitions() {
            int end = text.indexOf('}', at);
            if (end < 0) {
                return 1;
            }
            long most = 1;
            for (String number : text.substring(at, end).split(",", -1)) {
                if (!number.isEmpty() && !number.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
                    return 1;
                }
                // More than a thousand is refused by RE2 itself.
                most = Math.max(most, number.isEmpty() ? 1 : number.length() > 4 ? 10_000 : Long.parseLong(number));
            }
            at = end + 1;
            return most;
        }
    }
}
