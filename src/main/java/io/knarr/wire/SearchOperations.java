package io.knarr.wire;

import io.knarr.fault.Fault;
import io.knarr.files.Searching;
import io.knarr.identity.Caller;
import io.knarr.identity.Namespace;
import io.knarr.retrieve.FindQuery;
import io.knarr.retrieve.Finder;
import io.knarr.retrieve.Findings;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.Optional;

/** {@code /api/v1/search}: find, search without a session, grep and glob (core 6). */
public final class SearchOperations {
    private final Namespace namespace;
    private final Finder finder;
    private final Searching searching;
    private final Clock clock;

    public SearchOperations(Namespace namespace, Finder finder, Searching searching, Clock clock) {
        this.namespace = namespace;
        this.finder = finder;
        this.searching = searching;
        this.clock = clock;
    }

    public Operations operations() {
        return Operations.none()
                .on("search.find", this::find)
                .on("search.search", this::search)
                .on("search.grep", this::grep)
                .on("search.glob", this::glob);
    }

    private Future<Answer> find(Caller caller, Input input) {
        return answer(caller, input, "search.find");
    }

    private Future<Answer> search(Caller caller, Input input) {
        if (input.text("mode").equals("context")) {
            return Future.failedFuture(Fault.unimplemented("search for a ready block of text"));
        }
        return answer(caller, input, "search.search");
    }

    private Future<Answer> answer(Caller caller, Input input, String operation) {
        long started = System.nanoTime();
        FindQuery query = SearchRequests.query(caller, input, namespace, clock);
        return finder.find(caller, query).map(findings -> {
            JsonObject json = new JsonObject()
                    .put("memories", hits(findings, "memory"))
                    .put("resources", hits(findings, "resource"))
                    .put("skills", hits(findings, "skill"))
                    .put("total", findings.hits().size());
            if (!findings.degraded().isEmpty()) {
                json.put("degraded", new JsonArray(findings.degraded()));
            }
            boolean provenance = operation.equals("search.search") && input.flag("include_provenance");
            if (provenance) {
                json.put("provenance", new JsonArray().add(SearchJson.provenance(query, findings)));
            }
            Optional<JsonObject> telemetry = input.wantsTelemetry()
                    ? Optional.of(SearchJson.telemetry(operation, findings, System.nanoTime() - started))
                    : Optional.empty();
            return Answer.of(json, telemetry);
        });
    }

    private static JsonArray hits(Findings findings, String type) {
        JsonArray json = new JsonArray();
        findings.hits().stream()
                .filter(hit -> hit.entry().type().label().equals(type))
                .forEach(hit -> json.add(SearchJson.hit(hit)));
        return json;
    }

    private Future<Answer> grep(Caller caller, Input input) {
        Optional<VikingUri> excluded = input.optionalText("exclude_uri")
                .filter(text -> !text.isBlank())
                .map(text -> namespace.resolve(caller, text));
        Searching.GrepRequest request = new Searching.GrepRequest(
                namespace.resolve(caller, input.text("uri")),
                excluded,
                input.text("pattern"),
                input.flag("case_insensitive"),
                unlimited(input.optionalInteger("node_limit").orElse(0)),
                Math.max(1, input.integer("level_limit")));
        return searching.grep(caller, request).map(result -> {
            JsonArray matches = new JsonArray();
            result.matches()
                    .forEach(match -> matches.add(new JsonObject()
                            .put("line", match.line())
                            .put("uri", match.uri().toString())
                            .put("content", match.content())));
            return Answer.of(new JsonObject()
                    .put("matches", matches)
                    .put("count", matches.size())
                    .put("match_count", matches.size())
                    .put("files_scanned", result.filesScanned()));
        });
    }

    private Future<Answer> glob(Caller caller, Input input) {
        VikingUri directory = namespace.resolve(caller, input.text("uri"));
        int limit = unlimited(input.optionalInteger("node_limit").orElse(0));
        return searching.glob(caller, directory, input.text("pattern"), limit).map(uris -> {
            JsonArray matches =
                    new JsonArray(uris.stream().map(VikingUri::toString).toList());
            return Answer.of(new JsonObject().put("matches", matches).put("count", matches.size()));
        });
    }

    private static int unlimited(int limit) {
        return limit <= 0 ? Integer.MAX_VALUE : limit;
    }
}
