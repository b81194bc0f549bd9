package io.knarr.uri;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A pattern for one name: {@code *} any run, {@code ?} any one character, {@code [a-z]} and {@code [!a-z]} one of a set,
 * {@code \x} the character {@code x}. Matching costs at most pattern length times name length, whatever the pattern.
 */
public final class Glob {
    /** One step of the pattern: any run of characters, or one that passes the test. */
    private record Step(boolean anyRun, IntPredicate test) {}

    private final List<Step> steps;

    private Glob(List<Step> steps) {
        this.steps = steps;
    }

    /** Every text is a pattern: an unclosed {@code [} stands for itself. */
    public static Glob of(String pattern) {
        int[] points = pattern.codePoints().toArray();
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < points.length; ) {
            switch (points[i]) {
                case '*' -> {
                    if (steps.isEmpty() || !steps.getLast().anyRun) {
                        steps.add(new Step(true, point -> true));
                    }
                    i++;
                }
                case '?' -> {
                    steps.add(new Step(false, point -> true));
                    i++;
                }
                case '[' -> i = addSet(points, i, steps);
                case '\\' -> {
                    boolean last = i + 1 == points.length;
                    steps.add(exactly(last ? '\\' : points[i + 1]));
                    i += last ? 1 : 2;
                }
                default -> {
                    steps.add(exactly(points[i]));
                    i++;
                }
            }
        }
        return new Glob(steps);
    }

    private static Step exactly(int wanted) {
        return new Step(false, point -> point == wanted);
    }

    /** Adds the set that starts at {@code open} and answers where the pattern goes on. */
    private static int addSet(int[] points, int open, List<Step> steps) {
        int i = open + 1;
        boolean negated = i < points.length && (points[i] == '!' || points[i] == '^');
        if (negated) {
            i++;
        }
        List<IntPredicate> members = new ArrayList<>();
        for (int first = i; i < points.length && (points[i] != ']' || i == first); i++) {
            if (points[i] == '\\' && i + 1 < points.length) {
                i++;
            }
            int from = points[i];
            boolean range = i + 2 < points.length && points[i + 1] == '-' && points[i + 2] != ']';
            int to = range ? points[i + 2] : from;
            i += range ? 2 : 0;
            members.add(point -> point >= from && point <= to);
        }
        if (i >= points.length) {
            steps.add(exactly('['));
            return open + 1;
        }
        steps.add(new Step(false, point -> members.stream().anyMatch(member -> member.test(point)) != negated));
        return i + 1;
    }

    public boolean matches(String name) {
        int[] points = name.codePoints().toArray();
        int at = 0;
        int step = 0;
        int lastRun = -1;
        int runEnd = 0;
        // On a mismatch only the last run grows: an earlier one could not do better.
        while (at < points.length) {
            if (step < steps.size() && steps.get(step).anyRun) {
                lastRun = step++;
                runEnd = at;
            } else if (step < steps.size() && steps.get(step).test.test(points[at])) {
                step++;
                at++;
            } else if (lastRun >= 0) {
                step = lastRun + 1;
                at = ++runEnd;
            } else {
                return false;
            }
        }
        while (step < steps.size() && steps.get(step).anyRun) {
            step++;
        }
        return step == steps.size();
    }
}
