package io.knarr.wire;

import io.knarr.identity.Caller;
import io.knarr.identity.Namespace;
import io.knarr.recall.ContextRequest;
import io.knarr.recall.Recall;
import io.knarr.recall.Recalled;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code search} with {@code mode: "context"} and {@code recall}, its older form (core 6.4, 6.5). */
public final class ContextSearch {
    private static final String SUCCESSOR = "/api/v1/search/search";
    private static final List<String> ALIASES = List.of("max_chars", "min_score", "render");
    private static final Map<String, String> DEPRECATED =
            Map.of("Deprecation", "true", "Link", "<" + SUCCESSOR + ">; rel=\"successor-version\"");

    private final Namespace namespace;
    private final Recall recall;
    private final Clock clock;

    public ContextSearch(Namespace namespace, Recall recall, Clock clock) {
        this.namespace = namespace;
        this.recall = recall;
        this.clock = clock;
    }

    Future<Answer> search(Caller caller, Input input) {
        long started = System.nanoTime();
        ContextRequest request = ContextRequests.ofSearch(
                caller, input, namespace, SearchRequests.contextFilter(caller, input, namespace, clock));
        return recall.recall(caller, request).map(recalled -> {
            JsonObject json = ContextJson.of(request, recalled, input);
            JsonArray ignored = ContextRequests.ignored(input, request);
            if (!ignored.isEmpty()) {
                json.getJsonObject("stats").put("ignored", ignored);
            }
            return Answer.of(json, telemetry(input, "search.context", recalled, started));
        });
    }

    Future<Answer> recall(Caller caller, Input input) {
        long started = System.nanoTime();
        ContextRequest request = ContextRequests.ofRecall(caller, input, namespace);
        return recall.recall(caller, request).map(recalled -> {
            JsonObject json = ContextJson.of(request, recalled, input);
            if (Boolean.FALSE.equals(input.value("render"))) {
                json.put("rendered", "");
            }
            json.getJsonObject("stats")
                    .put(
                            "deprecated",
                            new JsonObject()
                                    .put("endpoint", "/api/v1/search/recall")
                                    .put("successor", SUCCESSOR)
                                    .put("successor_body", new JsonObject().put("mode", "context"))
                                    .put(
                                            "aliases_used",
                                            new JsonArray(ALIASES.stream()
                                                    .filter(input::has)
                                                    .toList())));
            return new Answer.Json(json, telemetry(input, "search.recall", recalled, started), DEPRECATED);
        });
    }

    private static Optional<JsonObject> telemetry(Input input, String operation, Recalled recalled, long started) {
        JsonObject search =
                new JsonObject().put("typed_queries_count", recalled.queries().size());
        return input.wantsTelemetry()
                ? Optional.of(
                        Telemetry.of(operation, System.nanoTime() - started, new JsonObject().put("search", search)))
                : Optional.empty();
    }
}
