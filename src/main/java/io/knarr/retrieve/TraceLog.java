package io.knarr.retrieve;

import io.knarr.retrieve.Findings.Hit;
import io.knarr.uri.VikingUri;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps the events and figures of one search. By one step at a time. */
final class TraceLog {
    private final List<TraceEvent> events = new ArrayList<>();
    private int searches;
    private int directories;
    private int rerankCalls;
    private int scored;

    void add(TraceEvent event) {
        if (events.size() < Trace.MOST_EVENTS) {
            events.add(event);
        }
    }

    void searched() {
        searches++;
    }

    void directorySearched() {
        directories++;
    }

    /** What a search found and how it was judged. */
    void judged(Optional<VikingUri> directory, Judgement judgement) {
        scored += judgement.compared().size();
        add(new TraceEvent.Compared(directory, judgement.compared()));
        if (judgement.isReranked()) {
            rerankCalls++;
            add(new TraceEvent.Reranked(directory, judgement.hits()));
        }
    }

    int directories() {
        return directories;
    }

    List<TraceEvent> events() {
        return List.copyOf(events);
    }

    /** What an answer says about itself. */
    Trace trace(Outcome outcome, Trace.Mode mode, double threshold, List<VikingUri> roots, long embed, long nanos) {
        add(new TraceEvent.Summary(outcome.hits().size(), outcome.candidates(), directories, threshold));
        Trace.Statistics statistics = new Trace.Statistics(
                mode,
                threshold,
                searches,
                directories,
                rerankCalls,
                scored,
                outcome.candidates(),
                outcome.rounds(),
                outcome.end(),
                embed,
                nanos);
        return new Trace(roots, events, statistics);
    }

    /**
     * How a search ended.
     *
     * @param hits best first
     * @param candidates addresses above the threshold
     */
    record Outcome(List<Hit> hits, int candidates, int rounds, Trace.End end) {}
}
