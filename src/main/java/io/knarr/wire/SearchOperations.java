package io.knarr.wire;

import io.knarr.fault.Fault;
import io.knarr.files.Searching;
import io.knarr.identity.Caller;
import io.knarr.identity.Namespace;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** {@code /api/v1/search}: find, search, grep and glob (core 6). */
public final class SearchOperations {
    private final Namespace namespace;
    private final ListSearch lists;
    private final Searching searching;

    public SearchOperations(Namespace namespace, ListSearch lists, Searching searching) {
        this.namespace = namespace;
        this.lists = lists;
        this.searching = searching;
    }

    public Operations operations() {
        return Operations.none()
                .on("search.find", lists::find)
                .on("search.search", this::search)
                .on("search.grep", this::grep)
                .on("search.glob", this::glob);
    }

    private Future<Answer> search(Caller caller, Input input) {
        return input.text("mode").equals("context")
                ? Future.failedFuture(Fault.unimplemented("search for a ready block of text"))
                : lists.search(caller, input);
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
