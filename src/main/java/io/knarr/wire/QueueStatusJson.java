package io.knarr.wire;

import io.knarr.work.GroupProgress;
import io.knarr.work.Queue;
import io.knarr.work.QueueCounts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/** The queue status object of core 1.14. */
public final class QueueStatusJson {
    private QueueStatusJson() {}

    /** What the work of one request came to. */
    public static JsonObject of(GroupProgress progress) {
        JsonObject json = new JsonObject();
        for (Queue queue : List.of(Queue.SEMANTIC, Queue.EMBEDDING)) {
            GroupProgress.Ended ended = progress.in(queue);
            json.put(queue.label(), queue(ended.processed(), ended.requeued(), ended.errorCount(), ended.errors()));
        }
        return json;
    }

    /** All queues since the store was made. */
    static JsonObject of(Map<Queue, QueueCounts> counts) {
        JsonObject json = new JsonObject();
        for (Queue queue : Queue.values()) {
            QueueCounts all = counts.getOrDefault(queue, QueueCounts.NONE);
            json.put(queue.label(), queue(all.processed(), all.requeued(), all.errors(), List.of()));
        }
        return json;
    }

    private static JsonObject queue(long processed, long requeued, long errorCount, List<String> errors) {
        JsonArray messages = new JsonArray();
        errors.forEach(message -> messages.add(new JsonObject().put("message", message)));
        return new JsonObject()
                .put("processed", processed)
                .put("requeue_count", requeued)
                .put("error_count", errorCount)
                .put("errors", messages);
    }
}
