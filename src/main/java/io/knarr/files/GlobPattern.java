package io.knarr.files;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.knarr.fault.Fault;

/**
 * A glob over relative paths: {@code *} and {@code ?} stay within a segment, {@code **} crosses them, {@code [...]} and
 * {@code {a,b}} as usual (core 6.7). Matching takes linear time.
 */
public final class GlobPattern {
    private static final int LONGEST = 1024;
    private static final String SPECIAL = "\\.^$|()+";

    private final Pattern compiled;

    private GlobPattern(Pattern compiled) {
        this.compiled = compiled;
    }

    /** @throws Fault {@code INVALID_ARGUMENT} for a pattern that is blank, {@code .} or broken */
    public static GlobPattern of(String glob) {
        if (glob.isBlank() || glob.equals(".") || glob.length() > LONGEST) {
            throw Fault.invalid("A pattern of at most " + LONGEST + " characters is needed, for instance **/*.md");
        }
        try {
            return new GlobPattern(Pattern.compile(translate(glob)));
        } catch (PatternSyntaxException broken) {
            throw Fault.invalid("This is not a glob pattern: " + glob + " (" + broken.getDescription() + ")");
        }
    }

    public boolean matches(String relativePath) {
        return compiled.matches(relativePath);
    }

    private static String translate(String glob) {
        StringBuilder regex = new StringBuilder("(?s)");
        int braces = 0;
        int at = 0;
        while (at < glob.length()) {
            char next = glob.charAt(at);
            switch (next) {
                case '*' -> at = star(glob, at, regex);
                case '?' -> regex.append("[^/]");
                case '[' -> at = characterClass(glob, at, regex);
                case '{' -> {
                    braces++;
                    regex.append("(?:");
                }
                case '}' -> {
                    regex.append(braces > 0 ? ")" : "\\}");
                    braces = Math.max(0, braces - 1);
                }
                case ',' -> regex.append(braces > 0 ? "|" : ",");
                default -> literal(next, regex);
            }
            at++;
        }
        if (braces > 0) {
            throw Fault.invalid("A brace is not closed in the pattern: " + glob);
        }
        return regex.toString();
    }

    /** Appends one star or two; the result is the last index that was read. */
    private static int star(String glob, int at, StringBuilder regex) {
        if (at + 1 >= glob.length() || glob.charAt(at + 1) != '*') {
            regex.append("[^/]*");
            return at;
        }
        boolean wholeSegment = at == 0 || glob.charAt(at - 1) == '/';
        if (wholeSegment && at + 2 < glob.length() && glob.charAt(at + 2) == '/') {
            // "**/" also matches no directory at all.
            regex.append("(?:.*/)?");
            return at + 2;
        }
        regex.append(".*");
        return at + 1;
    }

    private static int characterClass(String glob, int at, StringBuilder regex) {
        boolean negated = at + 1 < glob.length() && "!^".indexOf(glob.charAt(at + 1)) >= 0;
        int first = negated ? at + 2 : at + 1;
        // A bracket in the first place is a member.
        int end = glob.indexOf(']', first + 1);
        if (end < 0) {
            throw Fault.invalid("A bracket is not closed in the pattern: " + glob);
        }
        String members = glob.substring(first, end)
                .replace("\\", "\\\\")
                .replace("[", "\\[")
                .replace("]", "\\]")
                .replace("^", "\\^");
        // Whatever it leaves out, it stays within a segment.
        regex.append(negated ? "[^/" : "[").append(members).append(']');
        return end;
    }

    private static void literal(char next, StringBuilder regex) {
        if (SPECIAL.indexOf(next) >= 0) {
            regex.append('\\');
        }
        regex.append(next);
    }
}
