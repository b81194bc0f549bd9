package io.knarr.ingest;

import io.knarr.context.Level;
import io.knarr.index.Filter;
import io.knarr.storage.Storage;
import io.knarr.uri.VikingUri;
import io.knarr.work.GroupProgress;
import io.knarr.work.Queue;
import io.knarr.work.Task;
import io.knarr.work.TaskStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The figures of a task that indexes anew (core 5.9): begun when the work is planned, completed when the last job ended. */
final class ReindexResult {
    private ReindexResult() {}

    /** What the task has while its jobs run. */
    static JsonObject begun(ReindexRequest request, long scanned, long orphans) {
        return new JsonObject()
                .put("status", "running")
                .put("uri", request.uri().toString())
                .put("object_type", ReindexRequest.objectType(request.uri()))
                .put("mode", request.mode().label())
                .put("scanned_records", scanned)
                .put("rebuilt_records", 0)
                .put("deleted_records", request.dryRun() ? 0 : orphans)
                .put("would_delete_records", request.dryRun() ? orphans : 0)
                .put("unsupported_records", 0)
                .put("failed_records", 0)
                .put("duration_ms", 0)
                .put("warnings", new JsonArray());
    }

    static Future<JsonObject> ended(Storage storage, Task task, GroupProgress progress, Instant now) {
        JsonObject result = task.result().orElseThrow().copy();
        long failed = ended(progress).mapToLong(GroupProgress.Ended::errorCount).sum();
        List<String> errors =
                ended(progress).flatMap(queue -> queue.errors().stream()).toList();
        result.put("status", "completed")
                .put("failed_records", failed)
                .put("warnings", new JsonArray(errors))
                .put("duration_ms", Duration.between(task.createdAt(), now).toMillis());
        if (result.getString("mode").equals(ReindexRequest.Mode.PRUNE_ORPHANS.label())) {
            return Future.succeededFuture(result);
        }
        return storage.index()
                .count(task.account(), covered(task, VikingUri.parse(result.getString("uri"))))
                .map(records -> {
                    long rebuilt = Math.max(0, records - failed);
                    return result.put("scanned_records", rebuilt + failed).put("rebuilt_records", rebuilt);
                });
    }

    /** A task that is being worked on says how far it is; others stay as they are. */
    static Task withProgress(Task task, GroupProgress progress) {
        if (!task.type().equals(Reindex.TASK_TYPE)
                || task.status() != Task.Status.RUNNING
                || task.result().isEmpty()) {
            return task;
        }
        long done = ended(progress)
                .mapToLong(queue -> queue.processed() + queue.errorCount())
                .sum();
        return task.after(
                TaskStore.Change.stage("processing_queue: " + done + " done, " + progress.outstanding() + " to do"),
                task.updatedAt());
    }

    private static Stream<GroupProgress.Ended> ended(GroupProgress progress) {
        return Stream.of(Queue.EMBEDDING, Queue.SEMANTIC).map(progress::in);
    }

    /** All below, or without recursion the directory itself and its own files. */
    private static Filter covered(Task task, VikingUri uri) {
        boolean flat = task.meta().getString("mode").equals(ReindexRequest.Mode.SEMANTIC_AND_VECTORS.label())
                && !task.meta().getBoolean("recursive", true);
        return flat
                ? Filter.and(
                        new Filter.Under(uri, Optional.of(1)),
                        new Filter.Or(List.of(Filter.exactly(uri), Filter.levels(List.of(Level.CONTENT)))))
                : Filter.under(uri);
    }
}
