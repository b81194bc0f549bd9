package io.knarr.retrieve;

import io.knarr.retrieve.Findings.Hit;
import java.util.List;

/**
 * Hits with the scores that count.
 *
 * @param compared by vectors and words, best first
 * @param hits the same in the same order, with the reranker’s scores where there are any
 */
record Judgement(List<Hit> compared, List<Hit> hits) {
    /** Nobody but the index judged. */
    static Judgement of(List<Hit> compared) {
        return new Judgement(compared, compared);
    }

    boolean isReranked() {
        return compared != hits;
    }
}
