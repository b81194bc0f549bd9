package io.knarr.wire;

import io.knarr.context.ContextType;
import io.knarr.context.Level;
import io.knarr.index.Entry;
import io.knarr.retrieve.Findings.Hit;
import io.knarr.retrieve.QueryPlan;
import io.knarr.retrieve.Searcher;
import io.knarr.retrieve.Trace;
import io.knarr.uri.VikingUri;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.ToLongFunction;

/** Writes what was found (core 6.1, 6.2, 1.10). */
final class SearchJson {
    private SearchJson() {}

    /** The three lists, in each of which the hits keep their order. */
    static JsonObject lists(List<Hit> hits, List<String> degraded, HitContents.Read contents) {
        JsonObject json = new JsonObject()
                .put("memories", hits(hits, ContextType.MEMORY, contents))
                .put("resources", hits(hits, ContextType.RESOURCE, contents))
                .put("skills", hits(hits, ContextType.SKILL, contents))
                .put("total", hits.size());
        JsonArray notes = new JsonArray();
        degraded.forEach(notes::add);
        contents.degraded().ifPresent(notes::add);
        return notes.isEmpty() ? json : json.put("degraded", notes);
    }

    private static JsonArray hits(List<Hit> hits, ContextType type, HitContents.Read contents) {
        JsonArray json = new JsonArray();
        hits.stream().filter(hit -> hit.entry().type() == type).forEach(hit -> {
            JsonObject written = hit(hit);
            contents.of(hit).ifPresent(text -> written.put("content", text));
            json.add(written);
        });
        return json;
    }

    static JsonObject hit(Hit hit) {
        Entry entry = hit.entry();
        return new JsonObject()
                .put("context_type", entry.type().label())
                .put("uri", entry.level().addressOf(entry.uri()).toString())
                .put("level", entry.level().number())
                .put("score", hit.score())
                .put("abstract", entry.summary())
                .put("tags", new JsonArray(entry.tags()));
    }

    static JsonObject plan(QueryPlan plan) {
        JsonArray queries = new JsonArray();
        plan.queries()
                .forEach(query -> queries.add(new JsonObject()
                        .put("query", query.text())
                        .put(
                                "context_type",
                                query.type().map(ContextType::label).orElse("any"))
                        .put("intent", query.intent())
                        .put("priority", query.priority())));
        return new JsonObject().put("reasoning", plan.reasoning()).put("queries", queries);
    }

    static JsonArray provenance(List<Searcher.Executed> executed) {
        JsonArray all = new JsonArray();
        executed.forEach(query -> all.add(provenance(query)));
        return all;
    }

    private static JsonObject provenance(Searcher.Executed executed) {
        JsonArray matched = new JsonArray();
        executed.findings()
                .hits()
                .forEach(hit -> matched.add(new JsonObject()
                        .put("uri", hit.entry().uri().toString())
                        .put("tier", tier(hit.entry().level()))
                        .put("context_type", hit.entry().type().label())
                        .put("score", hit.score())
                        .put("match_reason", "")));
        Trace trace = executed.findings().trace();
        return new JsonObject()
                .put("query", executed.query().text())
                .put(
                        "searched_directories",
                        new JsonArray(
                                trace.roots().stream().map(VikingUri::toString).toList()))
                .put("matched_contexts", matched)
                .put("thinking_trace", TraceJson.of(trace));
    }

    private static String tier(Level level) {
        return "L" + level.number();
    }

    /** @param traces of each query that ran */
    static JsonObject telemetry(String operation, List<Trace> traces, int returned, long nanos) {
        JsonObject vector = new JsonObject();
        putPositive(vector, "searches", sum(traces, Trace.Statistics::searches));
        putPositive(vector, "scored", sum(traces, Trace.Statistics::scored));
        putPositive(vector, "passed", sum(traces, Trace.Statistics::passed));
        putPositive(vector, "returned", returned);
        putPositive(vector, "scanned", sum(traces, Trace.Statistics::scored));
        JsonObject search = new JsonObject();
        // They run at once: what took longest is what the caller waited for.
        putDuration(search, "embed_query", longest(traces, Trace.Statistics::embedNanos));
        putDuration(search, "vector_retrieval", longest(traces, of -> of.nanos() - of.embedNanos()));
        putPositive(search, "typed_queries_count", traces.size());
        JsonObject groups = new JsonObject();
        if (!vector.isEmpty()) {
            groups.put("vector", vector);
        }
        if (!search.isEmpty()) {
            groups.put("search", search);
        }
        return Telemetry.of(operation, nanos, groups);
    }

    private static long sum(List<Trace> traces, ToLongFunction<Trace.Statistics> figure) {
        return traces.stream().map(Trace::statistics).mapToLong(figure).sum();
    }

    private static long longest(List<Trace> traces, ToLongFunction<Trace.Statistics> figure) {
        return traces.stream().map(Trace::statistics).mapToLong(figure).max().orElse(0);
    }

    private static void putPositive(JsonObject json, String name, long number) {
        if (number > 0) {
            json.put(name, number);
        }
    }

    private static void putDuration(JsonObject json, String name, long nanos) {
        if (nanos > 0) {
            json.put(name, new JsonObject().put("duration_ms", TraceJson.millis(nanos)));
        }
    }
}
