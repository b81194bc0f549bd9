package io.knarr.uri;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rules of one {@code .gitignore} file: negation, anchors, {@code **}, directory-only patterns. Paths are relative to
 * the directory of the file. Lines that say nothing are left out; no line is an error.
 *
 * <p>Source: gitignore(5), "PATTERN FORMAT".
 */
public final class IgnoreRules {
    /** The three things one file of rules can say about a path. */
    public enum Verdict {
        IGNORED,
        KEPT,
        SILENT
    }

    private record Segment(Glob glob, boolean anyDepth) {}

    private record Rule(List<Segment> segments, boolean negated, boolean onlyDirectories) {}

    private final List<Rule> rules;

    private IgnoreRules(List<Rule> rules) {
        this.rules = rules;
    }

    public static IgnoreRules parse(String text) {
        List<Rule> rules = new ArrayList<>();
        text.lines().forEach(line -> rule(line).ifPresent(rules::add));
        return new IgnoreRules(rules);
    }

    /** How many rules there are: matching costs as much for each path. */
    public int size() {
        return rules.size();
    }

    /**
     * The verdict of the last rule that matches. It is about the path alone: that a directory above is ignored, which
     * settles the matter for all below it, is for the caller to see first.
     */
    public Verdict verdict(String path, boolean directory) {
        List<String> names = List.of(path.split("/"));
        for (Rule rule : rules.reversed()) {
            if ((directory || !rule.onlyDirectories) && matches(rule, names)) {
                return rule.negated ? Verdict.KEPT : Verdict.IGNORED;
            }
        }
        return Verdict.SILENT;
    }

    private static Optional<Rule> rule(String line) {
        String pattern = withoutTrailingSpaces(line);
        if (pattern.isEmpty() || pattern.startsWith("#")) {
            return Optional.empty();
        }
        boolean negated = pattern.startsWith("!");
        if (negated) {
            pattern = pattern.substring(1);
        }
        boolean onlyDirectories = pattern.endsWith("/");
        if (onlyDirectories) {
            pattern = pattern.substring(0, pattern.length() - 1);
        }
        if (pattern.isEmpty()) {
            return Optional.empty();
        }
        String anchored = pattern.contains("/") ? pattern : "**/" + pattern;
        List<Segment> segments = Stream.of(anchored.split("/"))
                .filter(segment -> !segment.isEmpty())
                .map(segment -> new Segment(Glob.of(segment), segment.equals("**")))
                .toList();
        return segments.isEmpty() ? Optional.empty() : Optional.of(new Rule(segments, negated, onlyDirectories));
    }

    private static String withoutTrailingSpaces(String line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == ' ' && !(end > 1 && line.charAt(end - 2) == '\\')) {
            end--;
        }
        return line.substring(0, end);
    }

    /** As in {@link Glob#matches}, with names for characters and {@code **} for {@code *}. */
    private static boolean matches(Rule rule, List<String> names) {
        int at = 0;
        int step = 0;
        int lastAny = -1;
        int anyEnd = 0;
        int steps = rule.segments.size();
        while (at < names.size()) {
            if (step < steps && rule.segments.get(step).anyDepth) {
                lastAny = step++;
                anyEnd = at;
            } else if (step < steps && rule.segments.get(step).glob.matches(names.get(at))) {
                step++;
                at++;
            } else if (lastAny >= 0) {
                step = lastAny + 1;
                at = ++anyEnd;
            } else {
                return false;
            }
        }
        // A pattern that ends in ** means what is inside, so it does not match the directory itself.
        return step == steps;
    }
}
