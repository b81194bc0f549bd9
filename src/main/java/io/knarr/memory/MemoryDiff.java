package io.knarr.memory;

import io.knarr.session.SessionMeta;
import io.knarr.uri.VikingUri;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a commit changed in the memories (sessions 10.1). Unchanged ones are left out. */
record MemoryDiff(List<Change> changes) {
    MemoryDiff {
        changes = List.copyOf(changes);
    }

    /** @param before body that was there; empty for a new memory */
    record Change(String type, VikingUri uri, Optional<String> before, String after) {}

    JsonObject json(VikingUri archive, Instant now) {
        List<JsonObject> adds = new ArrayList<>();
        List<JsonObject> updates = new ArrayList<>();
        for (Change change : changes) {
            JsonObject json =
                    new JsonObject().put("uri", change.uri().toString()).put("memory_type", change.type());
            if (change.before().isPresent()) {
                updates.add(json.put("before", change.before().get()).put("after", change.after()));
            } else {
                adds.add(json.put("after", change.after()));
            }
        }
        return new JsonObject()
                .put("archive_uri", archive.toString())
                .put("trace_id", "")
                .put("extracted_at", SessionMeta.stamp(now))
                .put(
                        "operations",
                        new JsonObject()
                                .put("adds", new JsonArray(adds))
                                .put("updates", new JsonArray(updates))
                                .put("deletes", new JsonArray()))
                .put(
                        "summary",
                        new JsonObject()
                                .put("total_adds", adds.size())
                                .put("total_updates", updates.size())
                                .put("total_deletes", 0));
    }

    /** Counts as sessions and tasks show them: only those that are not zero. */
    static JsonObject counts(JsonObject diff) {
        JsonObject summary = diff.getJsonObject("summary", new JsonObject());
        JsonObject counts = new JsonObject();
        put(counts, "memory_write", summary.getInteger("total_adds", 0));
        put(counts, "memory_edit", summary.getInteger("total_updates", 0));
        put(counts, "memory_delete", summary.getInteger("total_deletes", 0));
        return counts;
    }

    private static void put(JsonObject counts, String key, int count) {
        if (count > 0) {
            counts.put(key, count);
        }
    }
}
