package io.knarr.wire;

import io.knarr.fault.Deadline;
import io.knarr.files.Copying;
import io.knarr.files.ListRequest;
import io.knarr.files.Listed;
import io.knarr.files.Listing;
import io.knarr.files.Reading;
import io.knarr.files.Relocation;
import io.knarr.files.Removal;
import io.knarr.files.Writing;
import io.knarr.identity.Caller;
import io.knarr.identity.Namespace;
import io.knarr.tree.Node;
import io.knarr.uri.VikingUri;
import io.knarr.wire.EntryJson.Output;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** {@code /api/v1/fs}: requests into calls of {@code files}, answers into JSON (core 4). */
public final class FileOperations {
    private static final int RECURSIVE_DEPTH = 3;

    private final Namespace namespace;
    private final Listing listing;
    private final Reading reading;
    private final Writing writing;
    private final Relocation relocation;
    private final Copying copying;
    private final Removal removal;

    public FileOperations(
            Namespace namespace,
            Listing listing,
            Reading reading,
            Writing writing,
            Relocation relocation,
            Copying copying,
            Removal removal) {
        this.namespace = namespace;
        this.listing = listing;
        this.reading = reading;
        this.writing = writing;
        this.relocation = relocation;
        this.copying = copying;
        this.removal = removal;
    }

    public Operations operations() {
        return Operations.none()
                .on("fs.ls", this::ls)
                .on("fs.tree", this::tree)
                .on("fs.stat", this::stat)
                .on("fs.mkdir", this::mkdir)
                .on("fs.rm", this::rm)
                .on("fs.mv", this::mv)
                .on("fs.cp", this::cp);
    }

    private Future<Answer> ls(Caller caller, Input input) {
        Output output = input.flag("simple") ? Output.SIMPLE : Output.of(input.text("output"));
        boolean recursive = input.flag("recursive");
        Comparator<Listed> order = recursive ? ListRequest.BY_NAME : order(input);
        ListRequest request = new ListRequest(
                recursive ? RECURSIVE_DEPTH : 1,
                input.flag("show_all_hidden"),
                order,
                Math.max(0, input.optionalInteger("offset").orElse(0)),
                limit(input),
                output == Output.AGENT ? input.integer("abs_limit") : 0,
                EntryJson.wanted(input));
        return list(caller, input.text("uri"), request, output, recursive);
    }

    private Future<Answer> tree(Caller caller, Input input) {
        Output output = Output.of(input.text("output"));
        ListRequest request = new ListRequest(
                Math.max(0, input.integer("level_limit")),
                input.flag("show_all_hidden"),
                order(input),
                Math.max(0, input.optionalInteger("offset").orElse(0)),
                limit(input),
                output == Output.AGENT ? input.integer("abs_limit") : 0,
                EntryJson.wanted(input));
        return list(caller, input.text("uri"), request, output, true);
    }

    private static int limit(Input input) {
        return Math.max(0, input.optionalInteger("limit").orElse(input.integer("node_limit")));
    }

    private static Comparator<Listed> order(Input input) {
        boolean byTime = input.optionalText("sort_by").orElse("name").equals("mtime");
        Comparator<Listed> order = byTime ? ListRequest.BY_TIME : ListRequest.BY_NAME;
        return input.text("sort_order").equals("desc") ? order.reversed() : order;
    }

    private Future<Answer> list(Caller caller, String written, ListRequest request, Output output, boolean withPath) {
        VikingUri directory = namespace.resolve(caller, written);
        return listing.list(caller, directory, request, entries -> {
            JsonArray json = new JsonArray();
            entries.forEach(entry -> json.add(
                    output == Output.SIMPLE
                            ? entry.node().uri().toString()
                            : EntryJson.of(caller.account(), entry, output, withPath)));
            return Answer.of(json);
        });
    }

    private Future<Answer> stat(Caller caller, Input input) {
        VikingUri uri = namespace.resolve(caller, input.text("uri"));
        return reading.facts(caller, uri).map(facts -> {
            Node node = facts.node();
            JsonObject json = new JsonObject()
                    .put("name", facts.name())
                    .put("size", node.size())
                    .put("mode", EntryJson.mode(node))
                    .put("modTime", Times.seconds(node.modifiedAt()))
                    .put("isDir", node.isDirectory())
                    .put("isLocked", facts.locked());
            facts.count().ifPresent(count -> json.put("count", count));
            return Answer.of(json);
        });
    }

    private Future<Answer> mkdir(Caller caller, Input input) {
        VikingUri uri = namespace.resolve(caller, input.text("uri"));
        Optional<String> description = input.optionalText("description").filter(text -> !text.isBlank());
        return writing.makeDirectory(caller, uri, description)
                .map(_ -> Answer.of(new JsonObject().put("uri", uri.toString())));
    }

    private Future<Answer> rm(Caller caller, Input input) {
        VikingUri uri = namespace.resolve(caller, input.text("uri"));
        Optional<Deadline> until = until(input);
        return removal.remove(caller, uri, input.flag("recursive"), until).map(outcome -> {
            JsonObject json =
                    new JsonObject().put("uri", uri.toString()).put("estimated_deleted_count", outcome.records());
            outcome.refreshed()
                    .ifPresent(parent -> json.put(
                                    "memory_cleanup",
                                    new JsonObject()
                                            .put("status", "no_references")
                                            .put("memory_uris", List.of()))
                            .put("semantic_root_uri", parent.toString())
                            .put("semantic_status", outcome.status()));
            outcome.progress().ifPresent(progress -> json.put("queue_status", QueueStatusJson.of(progress)));
            return Answer.of(json);
        });
    }

    private Future<Answer> mv(Caller caller, Input input) {
        VikingUri from = namespace.resolve(caller, input.text("from_uri"));
        VikingUri to = namespace.resolve(caller, input.text("to_uri"));
        return relocation
                .move(caller, from, to)
                .map(_ ->
                        Answer.of(new JsonObject().put("from", from.toString()).put("to", to.toString())));
    }

    private Future<Answer> cp(Caller caller, Input input) {
        VikingUri from = namespace.resolve(caller, input.text("from_uri"));
        VikingUri to = namespace.resolve(caller, input.text("to_uri"));
        return copying.copy(caller, from, to, input.flag("recursive"))
                .map(_ ->
                        Answer.of(new JsonObject().put("from", from.toString()).put("to", to.toString())));
    }

    /** {@code wait} with {@code timeout}: until when to wait, if at all. */
    static Optional<Deadline> until(Input input) {
        if (!input.flag("wait")) {
            return Optional.empty();
        }
        OptionalDouble seconds = input.optionalNumber("timeout");
        return Optional.of(
                seconds.isPresent()
                        ? Deadline.after(Duration.ofMillis(Math.max(0, Math.round(seconds.getAsDouble() * 1000))))
                        : Deadline.none());
    }
}
