package io.knarr.wire;

import io.knarr.context.ContextType;
import io.knarr.context.Level;
import io.knarr.fault.Fault;
import io.knarr.files.BatchWriting;
import io.knarr.files.Reading;
import io.knarr.files.Writing;
import io.knarr.identity.Caller;
import io.knarr.identity.Namespace;
import io.knarr.tree.WriteMode;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code /api/v1/content}: reading, layers, downloads and writing (core 5.1-5.7). */
public final class ContentOperations {
    private final Namespace namespace;
    private final Reading reading;
    private final Writing writing;
    private final BatchWriting batches;

    public ContentOperations(Namespace namespace, Reading reading, Writing writing, BatchWriting batches) {
        this.namespace = namespace;
        this.reading = reading;
        this.writing = writing;
        this.batches = batches;
    }

    public Operations operations() {
        return Operations.none()
                .on("content.read", this::read)
                .on("content.abstract", (caller, input) -> layer(caller, input, Level.ABSTRACT))
                .on("content.overview", (caller, input) -> layer(caller, input, Level.OVERVIEW))
                .on("content.download", this::download)
                .on("content.write", this::write)
                .on("content.batch_write", this::batchWrite);
    }

    private Future<Answer> read(Caller caller, Input input) {
        Reading.Trailer trailer = input.flag("raw") ? Reading.Trailer.SHOWN : Reading.Trailer.HIDDEN;
        VikingUri uri = namespace.resolve(caller, input.text("uri"));
        return reading.text(caller, uri, input.integer("offset"), input.integer("limit"), trailer)
                .map(Answer::of);
    }

    private Future<Answer> layer(Caller caller, Input input, Level level) {
        VikingUri uri = namespace.resolve(caller, asAddress(input.text("uri")));
        return reading.layer(caller, uri, level).map(Answer::of);
    }

    /** The terminal interface of the CLI asks for the root as a slash. */
    private static String asAddress(String written) {
        return written.equals("/") ? VikingUri.PREFIX : written;
    }

    private Future<Answer> download(Caller caller, Input input) {
        VikingUri uri = namespace.resolve(caller, input.text("uri"));
        return reading.file(caller, uri)
                .map(file -> Answer.download(
                        file.name(),
                        OptionalLong.of(file.size()),
                        target -> reading.download(caller, uri, target).mapEmpty()));
    }

    private Future<Answer> write(Caller caller, Input input) {
        long started = System.nanoTime();
        String written = input.text("uri");
        WriteMode mode = mode(input.text("mode"));
        VikingUri uri = namespace.resolve(caller, written);
        String content = input.text("content");
        Writing.Request request = new Writing.Request(
                uri,
                written,
                content,
                mode,
                FileOperations.until(input),
                input.text("processing_mode").equals("vectors_only"),
                AttributeOperations.tagging("tag_mode", input.optionalTexts("tags"), input.text("tag_mode")));
        return writing.write(caller, request).map(outcome -> {
            JsonObject json = new JsonObject()
                    .put("uri", uri.toString())
                    .put("root_uri", uri.parent().toString())
                    .put("context_type", ContextType.of(uri).label())
                    .put("mode", mode.name().toLowerCase(Locale.ROOT))
                    .put("written_bytes", content.getBytes(StandardCharsets.UTF_8).length)
                    .put("content_updated", true)
                    .put("semantic_status", outcome.semanticStatus())
                    .put("vector_status", outcome.vectorStatus())
                    .put(
                            "queue_status",
                            outcome.progress().map(QueueStatusJson::of).orElse(null));
            if (ContextType.of(uri) == ContextType.MEMORY) {
                json.put("overview_status", "skipped");
            }
            return Answer.of(json, Telemetry.asked(input, "content.write", started));
        });
    }

    private Future<Answer> batchWrite(Caller caller, Input input) {
        long started = System.nanoTime();
        VikingUri root = namespace.resolve(caller, input.text("root_uri"));
        List<BatchWriting.Operation> operations = input.array("operations").orElseGet(JsonArray::new).stream()
                .map(each -> operation(caller, (JsonObject) each))
                .toList();
        return batches.write(caller, root, operations, FileOperations.until(input))
                .map(outcome -> {
                    JsonObject json = new JsonObject()
                            .put("root_uri", root.toString())
                            .put("created", uris(outcome.created()))
                            .put("updated", uris(outcome.updated()))
                            .put("unchanged", new JsonArray())
                            .put(
                                    "queue_status",
                                    outcome.progress().map(QueueStatusJson::of).orElse(null));
                    outcome.semanticStatus().ifPresent(status -> json.put("semantic_status", status));
                    outcome.vectorStatus().ifPresent(status -> json.put("vector_status", status));
                    return Answer.of(json, Telemetry.asked(input, "content.batch_write", started));
                });
    }

    private BatchWriting.Operation operation(Caller caller, JsonObject json) {
        String written = json.getString("uri");
        return new BatchWriting.Operation(
                namespace.resolve(caller, written),
                written,
                Optional.ofNullable(json.getString("content")),
                Optional.ofNullable(json.getString("content_base64")),
                json.getString("mode").equals("upsert") ? WriteMode.UPSERT : mode(json.getString("mode")));
    }

    private static JsonArray uris(List<VikingUri> uris) {
        return new JsonArray(uris.stream().map(VikingUri::toString).toList());
    }

    private static WriteMode mode(String name) {
        return switch (name) {
            case "replace" -> WriteMode.REPLACE;
            case "append" -> WriteMode.APPEND;
            case "create" -> WriteMode.CREATE;
            default -> throw Fault.invalid("mode is replace, append or create, not " + name);
        };
    }
}
