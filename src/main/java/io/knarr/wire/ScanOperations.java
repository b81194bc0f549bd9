package io.knarr.wire;

import io.knarr.files.Details;
import io.knarr.files.Searching;
import io.knarr.identity.Caller;
import io.knarr.identity.Namespace;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Looking for lines and for names: {@code grep} and {@code glob} (core 6.6, 6.7). */
public final class ScanOperations {
    private final Namespace namespace;
    private final Searching searching;

    public ScanOperations(Namespace namespace, Searching searching) {
        this.namespace = namespace;
        this.searching = searching;
    }

    public Operations operations() {
        return Operations.none().on("search.grep", this::grep).on("search.glob", this::glob);
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
                Math.max(1, input.integer("level_limit")),
                EntryJson.wanted(input));
        return searching.grep(caller, request).map(result -> {
            JsonArray matches = new JsonArray();
            result.matches().forEach(match -> {
                JsonObject json = new JsonObject()
                        .put("line", match.line())
                        .put("uri", match.uri().toString())
                        .put("content", match.content());
                result.details()
                        .getOrDefault(match.uri(), Details.Detail.NONE)
                        .tags()
                        .ifPresent(tags -> json.put("tags", new JsonArray(tags)));
                matches.add(json);
            });
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
        // The client shows addresses, unless its user named fields.
        boolean asEntries = input.optionalTexts("extra_fields").isPresent();
        return searching
                .glob(caller, directory, input.text("pattern"), limit, EntryJson.wanted(input))
                .map(found -> {
                    JsonArray matches = new JsonArray();
                    found.forEach(entry -> matches.add(
                            asEntries
                                    ? EntryJson.of(caller.account(), entry, EntryJson.Output.ORIGINAL, true)
                                    : entry.node().uri().toString()));
                    return Answer.of(new JsonObject().put("matches", matches).put("count", matches.size()));
                });
    }

    private static int unlimited(int limit) {
        return limit <= 0 ? Integer.MAX_VALUE : limit;
    }
}
