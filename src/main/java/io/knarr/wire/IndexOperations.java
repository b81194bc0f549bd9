package io.knarr.wire;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.files.Details;
import io.knarr.identity.Access;
import io.knarr.identity.Caller;
import io.knarr.identity.Namespace;
import io.knarr.index.EntryKey;
import io.knarr.index.Filter;
import io.knarr.index.VectorIndex;
import io.knarr.ingest.Consistency;
import io.knarr.ingest.Reindex;
import io.knarr.ingest.ReindexRequest;
import io.knarr.uri.VikingUri;
import io.knarr.work.Task;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Looking after the index: rebuilding, comparing, looking into it (core 2.5, 5.9, 9.2). */
public final class IndexOperations {
    private final Namespace namespace;
    private final Reindex reindex;
    private final Consistency consistency;
    private final VectorIndex index;

    public IndexOperations(Namespace namespace, Reindex reindex, Consistency consistency, VectorIndex index) {
        this.namespace = namespace;
        this.reindex = reindex;
        this.consistency = consistency;
        this.index = index;
    }

    public Operations operations() {
        return Operations.none()
                .on("content.reindex", this::reindex)
                .on("system.consistency", this::consistency)
                .on("debug.health", (_, _) -> Future.succeededFuture(Answer.of(new JsonObject().put("healthy", true))))
                .on("debug.scroll", this::scroll)
                .on("debug.count", this::count);
    }

    private Future<Answer> reindex(Caller caller, Input input) {
        ReindexRequest request = ReindexRequest.of(
                namespace.resolve(caller, input.text("uri")),
                input.text("mode"),
                input.flag("recursive"),
                input.flag("dry_run"),
                AttributeOperations.tagging("tag_mode", input.optionalTexts("tags"), input.text("tag_mode")));
        return reindex.accept(caller, request)
                .compose(accepted -> input.waits()
                        ? reindex.ended(caller, accepted.taskId(), caller.deadline())
                                .map(IndexOperations::ended)
                        : Future.succeededFuture(Answer.of(new JsonObject()
                                .put("task_id", accepted.taskId())
                                .put("status", "accepted")
                                .put("uri", request.uri().toString())
                                .put("object_type", accepted.objectType())
                                .put("mode", request.mode().label()))));
    }

    private static Answer ended(Task task) {
        return switch (task.status()) {
            case COMPLETED -> Answer.of(task.result().orElseGet(JsonObject::new));
            case CANCELLED -> Answer.of(new JsonObject().put("status", "cancelled"));
            default -> throw new Fault(Code.PROCESSING_ERROR, task.error().orElse("the index could not be made anew"));
        };
    }

    private Future<Answer> consistency(Caller caller, Input input) {
        VikingUri directory = namespace.resolve(caller, input.text("uri"));
        return consistency.check(caller, directory).map(report -> {
            JsonArray missing = new JsonArray();
            report.first().forEach(key -> missing.add(missing(directory, key)));
            return Answer.of(new JsonObject()
                    .put("ok", report.missing() == 0)
                    .put("expected_count", report.expected())
                    .put("missing_record_count", report.missing())
                    .put("missing_records", missing)
                    .put(
                            "missing_records_truncated",
                            report.missing() > report.first().size()));
        });
    }

    private static JsonObject missing(VikingUri directory, EntryKey key) {
        String path = directory.relativize(key.uri());
        int level = key.level().number();
        return new JsonObject()
                .put("uri", key.uri().toString())
                .put("path", path)
                .put("level", level)
                .put("key", path + "#level=" + level);
    }

    private Future<Answer> scroll(Caller caller, Input input) {
        return index.scan(
                        caller.account(),
                        within(caller, input),
                        input.optionalText("cursor").filter(text -> !text.isEmpty()),
                        input.integer("limit"))
                .map(page -> {
                    JsonArray records = new JsonArray();
                    page.entries().stream()
                            .filter(entry -> Access.mayRead(caller, entry.uri()))
                            .forEach(entry -> records.add(RecordJson.of(caller.account(), entry)));
                    return Answer.of(new JsonObject()
                            .put("records", records)
                            .put("next_cursor", page.cursor().orElse(null)));
                });
    }

    private Future<Answer> count(Caller caller, Input input) {
        Filter within = within(caller, input);
        Filter filter = input.optionalText("filter")
                .filter(text -> !text.isBlank())
                .map(text -> Filter.and(within, filter(caller, text)))
                .orElse(within);
        return index.count(caller.account(), filter).map(count -> Answer.of(new JsonObject().put("count", count)));
    }

    private Filter within(Caller caller, Input input) {
        Optional<VikingUri> uri =
                input.optionalText("uri").filter(text -> !text.isBlank()).map(text -> namespace.resolve(caller, text));
        uri.ifPresent(below -> Access.requireRead(caller, below));
        return uri.map(below -> Filter.and(Filter.under(below), Details.visible(caller)))
                .orElseGet(() -> Details.visible(caller));
    }

    private Filter filter(Caller caller, String json) {
        try {
            return new FilterJson(written -> namespace.resolve(caller, written)).read(new JsonObject(json));
        } catch (DecodeException broken) {
            throw new Fault(Code.INVALID_FILTER, "The filter is not a JSON object");
        }
    }
}
