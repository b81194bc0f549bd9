package io.knarr.retrieve;

import io.knarr.retrieve.Findings.Hit;
import io.knarr.uri.VikingUri;
import java.util.List;
import java.util.Optional;

/** A step of a search (behaviour 4.5). */
public sealed interface TraceEvent {
    /**
     * A directory and its children are about to be searched.
     *
     * @param score that it had when it was chosen
     */
    record DirectoryStarted(VikingUri directory, double score) implements TraceEvent {}

    /** They were searched. */
    record DirectorySearched(VikingUri directory, int found) implements TraceEvent {}

    /**
     * Hits were given scores by vectors and words, best first.
     *
     * @param directory whose children they are; empty: anywhere in the scope
     */
    record Compared(Optional<VikingUri> directory, List<Hit> hits) implements TraceEvent {
        public Compared {
            hits = List.copyOf(hits);
        }
    }

    /** Hits were given scores by the reranker, in the order in which they were compared. */
    record Reranked(Optional<VikingUri> directory, List<Hit> hits) implements TraceEvent {
        public Reranked {
            hits = List.copyOf(hits);
        }
    }

    /** A hit may be in the answer, with its final score. */
    record Selected(Hit hit) implements TraceEvent {}

    /** A hit’s final score is not above the threshold. */
    record Excluded(Hit hit, double threshold) implements TraceEvent {}

    /** A directory will be searched if nothing better comes first. */
    record Queued(VikingUri directory, double score) implements TraceEvent {}

    /**
     * After each round: are the best hits still changing?
     *
     * @param unchanged rounds since the best hits changed
     * @param stagnant rounds in which nothing was added
     */
    record ConvergenceChecked(int round, int candidates, int unchanged, int stagnant) implements TraceEvent {}

    /** The search goes no further. */
    record Ended(Trace.End end, int rounds) implements TraceEvent {}

    /** What came of it. */
    record Summary(int hits, int candidates, int directories, double threshold) implements TraceEvent {}
}
