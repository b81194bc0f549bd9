package io.knarr.retrieve;

import java.time.Duration;
import java.time.Instant;

/** The arithmetic of scores (behaviour 4.5). Pure. */
final class Scores {
    /** Milliseconds after which what is not used any more is half as hot. */
    private static final double HALF_LIFE = Duration.ofDays(7).toMillis();

    private Scores() {}

    /** A score that can be compared: 0 for what is no number or without end. */
    static double finite(double score) {
        return Double.isFinite(score) ? score : 0;
    }

    /**
     * A hit’s score with a part of its directory’s in it.
     *
     * @param alpha share of its own, 0..1
     * @param parent 0: the directory has none, and counts for nothing
     */
    static double propagated(double alpha, double parent, double own) {
        return parent == 0 ? own : alpha * own + (1 - alpha) * parent;
    }

    /** How much something is used and how fresh it is, 0..1: a sigmoid of its uses that halves every week. */
    static double hotness(long uses, Instant updatedAt, Instant now) {
        double used = 1 / (1 + Math.exp(-Math.log1p((double) Math.max(0, uses))));
        double age = Math.max(0, Duration.between(updatedAt, now).toMillis());
        return used * Math.exp(-Math.log(2) * age / HALF_LIFE);
    }

    /** @param share of the hotness, 0..1 */
    static double blended(double share, double score, double hotness) {
        return (1 - share) * score + share * hotness;
    }
}
