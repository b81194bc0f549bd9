package io.knarr.retrieve;

import io.knarr.uri.VikingUri;
import java.util.List;

/**
 * How an answer was found, for people who ask why.
 *
 * @param roots where the search began; empty: everywhere
 * @param events step by step; of very long searches the first {@value #MOST_EVENTS}
 */
public record Trace(List<VikingUri> roots, List<TraceEvent> events, Statistics statistics) {
    static final int MOST_EVENTS = 2_000;

    public Trace {
        roots = List.copyOf(roots);
        events = List.copyOf(events);
    }

    /** How a search goes (behaviour 4.3). */
    public enum Mode {
        /** One round over everything. */
        QUICK,
        /** Through the directories, judged by a reranker. */
        THINKING
    }

    /** Why a search came to its end. */
    public enum End {
        /** One round was all. */
        ONE_ROUND,
        /** No directory was left. */
        EXHAUSTED,
        /** The best hits stayed the same. */
        STABLE,
        /** Nothing new was found. */
        STAGNANT,
        /** The bound of child searches was reached. */
        BOUND
    }

    /**
     * Figures of one search.
     *
     * @param threshold hits scored above it
     * @param searches of the index, each by vector, words or both
     * @param directories of which the children were searched
     * @param rerankCalls that were answered
     * @param scored hits that were given a score
     * @param passed hits above the threshold, each address once
     * @param rounds of child searches
     * @param embedNanos until the question was embedded
     * @param nanos from the question to the answer
     */
    public record Statistics(
            Mode mode,
            double threshold,
            int searches,
            int directories,
            int rerankCalls,
            int scored,
            int passed,
            int rounds,
            End end,
            long embedNanos,
            long nanos) {}
}
