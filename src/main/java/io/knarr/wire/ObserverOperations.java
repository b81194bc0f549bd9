package io.knarr.wire;

import io.knarr.identity.Caller;
import io.knarr.index.Filter;
import io.knarr.index.IndexState;
import io.knarr.model.ModelUse;
import io.knarr.observe.Labels;
import io.knarr.observe.LocalMeters;
import io.knarr.storage.Storage;
import io.knarr.work.Queue;
import io.knarr.work.QueueCounts;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** {@code /api/v1/observer}: what the server does, as the text tables that {@code ov status} reads (core 9.1). */
public final class ObserverOperations {
    private final Storage storage;
    private final Supplier<List<ModelUse>> models;
    private final LocalMeters meters;

    /** @param models those that are configured, read when somebody looks */
    public ObserverOperations(Storage storage, Supplier<List<ModelUse>> models, LocalMeters meters) {
        this.storage = storage;
        this.models = models;
        this.meters = meters;
    }

    public Operations operations() {
        return Operations.none()
                .on("observer.queue", (_, _) -> queue().map(Answer::of))
                .on("observer.vikingdb", (caller, _) -> vectors(caller).map(Answer::of))
                .on("observer.models", (_, _) -> Future.succeededFuture(Answer.of(models())))
                .on("observer.lock", (_, _) -> Future.succeededFuture(Answer.of(locks())))
                .on("observer.retrieval", (_, _) -> Future.succeededFuture(Answer.of(retrieval())))
                .on("observer.filesystem", (_, _) -> Future.succeededFuture(Answer.of(filesystem())))
                .on("observer.system", (caller, _) -> system(caller));
    }

    private Future<Answer> system(Caller caller) {
        Future<JsonObject> queue = queue();
        Future<JsonObject> vectors = vectors(caller);
        return Future.all(queue, vectors).map(_ -> {
            Map<String, JsonObject> components = new LinkedHashMap<>();
            components.put("queue", queue.result());
            components.put("vikingdb", vectors.result());
            components.put("models", models());
            components.put("lock", locks());
            components.put("retrieval", retrieval());
            components.put("filesystem", filesystem());
            JsonArray errors = new JsonArray();
            components.forEach((name, component) -> {
                if (component.getBoolean("has_errors")) {
                    errors.add(name + " has errors");
                }
            });
            JsonObject json = new JsonObject();
            components.forEach(json::put);
            return Answer.of(new JsonObject()
                    .put("is_healthy", errors.isEmpty())
                    .put("errors", errors)
                    .put("components", json));
        });
    }

    private static JsonObject component(String name, boolean healthy, String status) {
        return new JsonObject()
                .put("name", name)
                .put("is_healthy", healthy)
                .put("has_errors", !healthy)
                .put("status", status);
    }

    private Future<JsonObject> queue() {
        return storage.work().counts().map(counts -> {
            List<List<String>> rows = new ArrayList<>();
            QueueCounts total = QueueCounts.NONE;
            for (Queue queue : List.of(Queue.EMBEDDING, Queue.SEMANTIC, Queue.ADD_RESOURCE)) {
                QueueCounts of = counts.getOrDefault(queue, QueueCounts.NONE);
                rows.add(row(queue.label(), of));
                total = sum(total, of);
            }
            rows.add(row("Semantic-Nodes", counts.getOrDefault(Queue.SEMANTIC, QueueCounts.NONE)));
            rows.add(row("TOTAL", total));
            String table = TextTable.of(
                    List.of("Queue", "Pending", "In Progress", "Processed", "Requeued", "Errors", "Total"), rows);
            boolean dead = counts.values().stream().anyMatch(of -> of.dead() > 0);
            return component("queue", !dead, table);
        });
    }

    private static List<String> row(String name, QueueCounts of) {
        long all = of.pending() + of.inProgress() + of.processed() + of.errors();
        return List.of(
                name,
                text(of.pending()),
                text(of.inProgress()),
                text(of.processed()),
                text(of.requeued()),
                text(of.errors()),
                text(all));
    }

    private static QueueCounts sum(QueueCounts a, QueueCounts b) {
        return new QueueCounts(
                a.pending() + b.pending(),
                a.inProgress() + b.inProgress(),
                a.dead() + b.dead(),
                a.processed() + b.processed(),
                a.requeued() + b.requeued(),
                a.errors() + b.errors());
    }

    private Future<JsonObject> vectors(Caller caller) {
        return storage.index().count(caller.account(), Filter.all()).map(count -> {
            String table = TextTable.of(
                    List.of("Collection", "Index Count", "Vector Count", "Status"),
                    List.of(List.of("context", "1", text(count), "OK"), List.of("TOTAL", "1", text(count), "")));
            String note = storage.index().state() instanceof IndexState.Stale stale
                    ? "\nThe index is being rebuilt: " + stale.reason()
                    : "";
            return component("vikingdb", true, table + note);
        });
    }

    private JsonObject models() {
        List<ModelUse> uses = models.get();
        boolean healthy = uses.stream().allMatch(use -> use.trouble().isEmpty());
        return component("models", healthy, ModelTables.of(uses));
    }

    private JsonObject locks() {
        long active = meters.gauge("lock.active");
        // No lock outlives its process, so none is ever stale.
        String lines = "Active locks: " + active + "\nWaiting locks: " + meters.gauge("lock.waiting")
                + "\nStale locks removed: 0\nConflicts: " + meters.count("lock.conflicts");
        return component("lock", true, active == 0 ? "No active locks\n" + lines : lines);
    }

    private JsonObject retrieval() {
        long queries = meters.count("retrieval.requests");
        long results = meters.count("retrieval.results");
        long zero = meters.count("retrieval.zero.result");
        LocalMeters.Figures latency = meters.figures("retrieval.latency");
        LocalMeters.Figures score = meters.figures("retrieval.score");
        String table = TextTable.of(
                List.of("Metric", "Value"),
                List.of(
                        List.of("Total Queries", text(queries)),
                        List.of("Total Results", text(results)),
                        List.of("Avg Results/Query", decimal(ratio(results, queries))),
                        List.of("Zero-Result Queries", text(zero)),
                        List.of("Zero-Result Rate", decimal(100 * ratio(zero, queries)) + "%"),
                        List.of("Avg Score", decimal(score.mean())),
                        List.of("Score Range", decimal(score.min()) + " - " + decimal(score.max())),
                        List.of("Rerank Used", text(meters.count("retrieval.rerank.used"))),
                        List.of("Rerank Fallback", text(meters.count("retrieval.rerank.fallback"))),
                        List.of("Avg Latency (ms)", decimal(latency.mean() / 1e6)),
                        List.of("Max Latency (ms)", decimal(latency.max() / 1e6))));
        return component("retrieval", true, table);
    }

    private JsonObject filesystem() {
        LocalMeters.Figures runs = meters.figures("pool.run", Labels.of("pool", "files"));
        String operations = TextTable.of(
                List.of("Operation", "Count", "Avg (ms)", "Min (ms)", "Max (ms)"),
                List.of(List.of(
                        "all",
                        text(runs.count()),
                        decimal(runs.mean() / 1e6),
                        decimal(runs.min() / 1e6),
                        decimal(runs.max() / 1e6))));
        String totals =
                TextTable.of(List.of("Metric", "Value"), List.of(List.of("Total Operations", text(runs.count()))));
        return component(
                "filesystem",
                true,
                "Mount: /local (plugin: localfs)\n" + "=".repeat(60) + "\n" + operations + "\n" + totals);
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    private static String text(long number) {
        return Long.toString(number);
    }

    private static String decimal(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }
}
