package io.knarr.retrieve;

import io.knarr.index.Entry;
import java.util.List;

/**
 * An answer.
 *
 * @param hits best first, equal scores by address
 * @param degraded what the answer had to do without, for people; empty in normal operation
 */
public record Findings(List<Hit> hits, List<String> degraded) {
    public Findings {
        hits = List.copyOf(hits);
        degraded = List.copyOf(degraded);
    }

    /** An entry with its score, 0..1, higher is better. */
    public record Hit(Entry entry, double score) {}
}
