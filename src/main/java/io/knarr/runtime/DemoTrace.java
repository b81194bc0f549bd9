package io.knarr.runtime;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How an answer was found, as a tree: each look, and below it the best of what it saw. Pure. */
final class DemoTrace {
    private static final int BEST = 3;

    private DemoTrace() {}

    /** Reads one element of {@code provenance} (core 6.2). */
    static String of(JsonObject provenance) {
        JsonObject trace = provenance.getJsonObject("thinking_trace");
        JsonObject statistics = trace.getJsonObject("statistics");
        String heading = String.format(
                Locale.ROOT,
                "How “%s” was answered: %s, %d searches, %d scores",
                provenance.getString("query"),
                statistics.getString("mode"),
                statistics.getInteger("vector_searches"),
                statistics.getInteger("candidates_scored"));
        return Stream.concat(
                        Stream.of(heading),
                        objects(trace.getJsonArray("events")).flatMap(DemoTrace::step))
                .collect(Collectors.joining("\n"));
    }

    private static Stream<String> step(JsonObject event) {
        JsonObject data = event.getJsonObject("data");
        return switch (event.getString("event_type")) {
            case "embedding_scores" -> scores("compared", data);
            case "rerank_scores" -> scores("judged", data);
            case "convergence_check" ->
                Stream.of("  after round " + data.getInteger("round") + ": " + data.getInteger("candidates")
                        + " candidates");
            case "search_converged" -> Stream.of("  enough, " + data.getString("reason"));
            case "search_summary" ->
                Stream.of(String.format(
                        Locale.ROOT,
                        "  %d of %d candidates above %.2f",
                        data.getInteger("returned"),
                        data.getInteger("candidates"),
                        data.getDouble("threshold")));
            default -> Stream.of();
        };
    }

    private static Stream<String> scores(String how, JsonObject data) {
        List<JsonObject> scores = objects(data.getJsonArray("scores")).toList();
        String where = data.getString("uri", "anywhere");
        return Stream.concat(
                Stream.of("  " + where + ": " + how + " " + scores.size()),
                scores.stream()
                        .sorted(Comparator.comparingDouble((JsonObject score) -> -score.getDouble("score")))
                        .limit(BEST)
                        .map(score -> String.format(
                                Locale.ROOT,
                                "    %.3f  L%d  %s",
                                score.getDouble("score"),
                                score.getInteger("level"),
                                score.getString("uri"))));
    }

    private static Stream<JsonObject> objects(JsonArray array) {
        return IntStream.range(0, array.size()).mapToObj(array::getJsonObject);
    }
}
