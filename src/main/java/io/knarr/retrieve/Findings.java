package io.knarr.retrieve;

import io.knarr.index.Entry;
import java.util.Comparator;
import java.util.List;

/**
 * An answer.
 *
 * @param hits best first, equal scores by address
 * @param degraded what the answer had to do without, for people; empty in normal operation
 * @param trace how it was found
 */
public record Findings(List<Hit> hits, List<String> degraded, Trace trace) {
    public Findings {
        hits = List.copyOf(hits);
        degraded = List.copyOf(degraded);
    }

    /** An entry with its score, 0..1, higher is better. */
    public record Hit(Entry entry, double score) {
        /** The order of every answer: score, then address, then level. */
        public static final Comparator<Hit> BEST_FIRST = Comparator.comparingDouble(Hit::score)
                .reversed()
                .thenComparing(hit -> hit.entry().uri())
                .thenComparing(hit -> hit.entry().level());

        Hit scored(double other) {
            return new Hit(entry, other);
        }
    }
}
