package io.knarr.wire;

import io.knarr.retrieve.Findings.Hit;
import io.knarr.retrieve.Trace;
import io.knarr.retrieve.TraceEvent;
import io.knarr.uri.VikingUri;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes how an answer was found (behaviour 4.5): {@code thinking_trace} with {@code events} and {@code statistics}. */
final class TraceJson {
    private TraceJson() {}

    static JsonObject of(Trace trace) {
        JsonArray events = new JsonArray();
        trace.events().forEach(event -> events.add(of(event)));
        return new JsonObject().put("events", events).put("statistics", of(trace.statistics()));
    }

    private static JsonObject of(Trace.Statistics statistics) {
        return new JsonObject()
                .put("mode", label(statistics.mode()))
                .put("score_threshold", statistics.threshold())
                .put("vector_searches", statistics.searches())
                .put("directories_searched", statistics.directories())
                .put("rerank_calls", statistics.rerankCalls())
                .put("candidates_scored", statistics.scored())
                .put("candidates_collected", statistics.passed())
                .put("convergence_rounds", statistics.rounds())
                .put("ended_by", label(statistics.end()))
                .put("duration_ms", millis(statistics.nanos()));
    }

    private static JsonObject of(TraceEvent event) {
        return switch (event) {
            case TraceEvent.DirectoryStarted(var directory, var score) ->
                event(
                        "search_directory_start",
                        new JsonObject().put("uri", directory.toString()).put("score", score));
            case TraceEvent.DirectorySearched(var directory, var found) ->
                event(
                        "search_directory_result",
                        new JsonObject().put("uri", directory.toString()).put("count", found));
            case TraceEvent.Compared(var directory, var hits) -> scores("embedding_scores", directory, hits);
            case TraceEvent.Reranked(var directory, var hits) -> scores("rerank_scores", directory, hits);
            case TraceEvent.Selected(var hit) -> event("candidate_selected", scored(hit));
            case TraceEvent.Excluded(var hit, var threshold) ->
                event("candidate_excluded", scored(hit).put("threshold", threshold));
            case TraceEvent.Queued(var directory, var score) ->
                event(
                        "directory_queued",
                        new JsonObject().put("uri", directory.toString()).put("score", score));
            case TraceEvent.ConvergenceChecked(var round, var candidates, var unchanged, var stagnant) ->
                event(
                        "convergence_check",
                        new JsonObject()
                                .put("round", round)
                                .put("candidates", candidates)
                                .put("unchanged_rounds", unchanged)
                                .put("stagnant_rounds", stagnant));
            case TraceEvent.Ended(var end, var rounds) ->
                event(
                        "search_converged",
                        new JsonObject().put("reason", label(end)).put("rounds", rounds));
            case TraceEvent.Summary(var hits, var candidates, var directories, var threshold) ->
                event(
                        "search_summary",
                        new JsonObject()
                                .put("returned", hits)
                                .put("candidates", candidates)
                                .put("directories_searched", directories)
                                .put("threshold", threshold));
        };
    }

    private static JsonObject scores(String type, Optional<VikingUri> directory, List<Hit> hits) {
        JsonArray scores = new JsonArray();
        hits.forEach(hit -> scores.add(scored(hit)));
        JsonObject data = new JsonObject();
        directory.ifPresent(uri -> data.put("uri", uri.toString()));
        return event(type, data.put("scores", scores));
    }

    private static JsonObject scored(Hit hit) {
        return new JsonObject()
                .put("uri", hit.entry().uri().toString())
                .put("level", hit.entry().level().number())
                .put("score", hit.score());
    }

    private static JsonObject event(String type, JsonObject data) {
        return new JsonObject().put("event_type", type).put("data", data);
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static double millis(long nanos) {
        return Math.round(nanos / 1e3) / 1e3;
    }
}
