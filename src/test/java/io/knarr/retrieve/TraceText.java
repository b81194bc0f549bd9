package io.knarr.retrieve;

import io.knarr.retrieve.Findings.Hit;
import io.knarr.uri.VikingUri;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A trace as lines that can be compared with what was worked out by hand. */
final class TraceText {
    private TraceText() {}

    static String of(List<TraceEvent> events) {
        return events.stream().map(TraceText::line).collect(Collectors.joining("\n"));
    }

    private static String line(TraceEvent event) {
        return switch (event) {
            case TraceEvent.DirectoryStarted(var directory, var score) -> "look " + of(directory) + " " + of(score);
            case TraceEvent.DirectorySearched(var directory, var found) -> "  in " + of(directory) + ": " + found;
            case TraceEvent.Compared(var directory, var hits) -> "compared " + hits.size();
            case TraceEvent.Reranked(var directory, var hits) -> "reranked " + hits.size();
            case TraceEvent.Selected(var hit) -> "  + " + of(hit);
            case TraceEvent.Excluded(var hit, var _) -> "  - " + of(hit);
            case TraceEvent.Queued(var directory, var score) -> "  > " + of(directory) + " " + of(score);
            case TraceEvent.ConvergenceChecked(var round, var candidates, var unchanged, var stagnant) ->
                "round " + round + ": " + candidates + " candidates, unchanged " + unchanged + ", stagnant " + stagnant;
            case TraceEvent.Ended(var end, var rounds) -> end + " after " + rounds;
            case TraceEvent.Summary(var hits, var candidates, var directories, var _) ->
                "found " + hits + " of " + candidates + " in " + directories;
        };
    }

    private static String of(Hit hit) {
        return of(hit.entry().uri()) + " L" + hit.entry().level().number() + " " + of(hit.score());
    }

    private static String of(VikingUri uri) {
        return String.join("/", uri.segments());
    }

    private static String of(double score) {
        return String.format(Locale.ROOT, "%.4f", score);
    }
}
