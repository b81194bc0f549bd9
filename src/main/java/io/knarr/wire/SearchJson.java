package io.knarr.wire;

import io.knarr.context.Level;
import io.knarr.index.Entry;
import io.knarr.retrieve.FindQuery;
import io.knarr.retrieve.Findings;
import io.knarr.uri.VikingUri;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Writes what was found (core 6.1, 6.2, 1.10). */
final class SearchJson {
    private SearchJson() {}

    static JsonObject hit(Findings.Hit hit) {
        Entry entry = hit.entry();
        return new JsonObject()
                .put("context_type", entry.type().label())
                .put("uri", entry.level().addressOf(entry.uri()).toString())
                .put("level", entry.level().number())
                .put("score", hit.score())
                .put("abstract", entry.summary())
                .put("tags", new JsonArray(entry.tags()));
    }

    static JsonObject provenance(FindQuery query, Findings findings) {
        JsonArray matched = new JsonArray();
        findings.hits()
                .forEach(hit -> matched.add(new JsonObject()
                        .put("uri", hit.entry().uri().toString())
                        .put("tier", tier(hit.entry().level()))
                        .put("context_type", hit.entry().type().label())
                        .put("score", hit.score())
                        .put("match_reason", "")));
        JsonArray searched =
                new JsonArray(query.targets().stream().map(VikingUri::toString).toList());
        return new JsonObject()
                .put("query", query.text())
                .put("searched_directories", searched)
                .put("matched_contexts", matched)
                .put(
                        "thinking_trace",
                        new JsonObject().put("events", new JsonArray()).put("statistics", new JsonObject()));
    }

    private static String tier(Level level) {
        return "L" + level.number();
    }

    static JsonObject telemetry(String operation, Findings findings, long nanos) {
        JsonObject vector = new JsonObject().put("searches", 1);
        if (!findings.hits().isEmpty()) {
            vector.put("returned", findings.hits().size());
        }
        return Telemetry.of(operation, nanos, new JsonObject().put("vector", vector));
    }
}
