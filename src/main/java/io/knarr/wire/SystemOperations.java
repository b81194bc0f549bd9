package io.knarr.wire;

import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.fault.Rounds;
import io.knarr.identity.Caller;
import io.knarr.identity.Namespace;
import io.knarr.model.Embedder;
import io.knarr.storage.Storage;
import io.knarr.uri.VikingUri;
import io.knarr.work.Queue;
import io.knarr.work.QueueCounts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** {@code /ready} and {@code /api/v1/system} (core 2). */
public final class SystemOperations {
    /** How often waiting looks again (core 2.4). */
    private static final long LOOK_AGAIN_MS = 100;

    private final Vertx vertx;
    private final Namespace namespace;
    private final Storage storage;
    private final Embedder embedder;

    public SystemOperations(Vertx vertx, Namespace namespace, Storage storage, Embedder embedder) {
        this.vertx = vertx;
        this.namespace = namespace;
        this.storage = storage;
        this.embedder = embedder;
    }

    public Operations operations() {
        return Operations.none()
                .on("system.ready", this::ready)
                .on("system.status", this::status)
                .on("system.wait", this::waitUntilIdle)
                .on("system.sync_status", this::noMirrors)
                .on("system.sync_retry", this::noMirrors)
                .on("system.sync_status_of", this::noMirrors)
                .on("system.sync_retry_of", this::noMirrors);
    }

    /** What core 2.6 says of storage without mirrors. */
    private Future<Answer> noMirrors(Caller caller, Input input) {
        VikingUri uri = namespace.resolve(caller, input.text("uri"));
        return Future.failedFuture(
                Fault.invalid("This storage is not mirrored, there is nothing to synchronise: " + uri));
    }

    private Future<Answer> ready(Caller caller, Input input) {
        Future<Void> store = storage.check();
        Future<Void> model = embedder.check();
        return Future.join(store, model).transform(_ -> {
            JsonObject checks = new JsonObject()
                    .put(
                            "agfs",
                            new JsonObject()
                                    .put("status", word(store))
                                    .put(
                                            "checks",
                                            new JsonObject()
                                                    .put("filesystem", word(store))
                                                    .put("multiwrite_sync", "not_supported")))
                    .put("vectordb", word(store))
                    .put("api_key_manager", "not_configured")
                    .put("embedding", word(model))
                    .put("ollama", "not_configured");
            boolean ready = store.succeeded() && model.succeeded();
            return Future.succeededFuture(Answer.of(new JsonObject()
                    .put("status", ready ? "ready" : "not_ready")
                    .put("checks", checks)));
        });
    }

    private static String word(Future<Void> check) {
        return check.succeeded() ? "ok" : "error: " + Fault.of(check.cause()).getMessage();
    }

    private Future<Answer> status(Caller caller, Input input) {
        return Future.succeededFuture(
                Answer.of(new JsonObject().put("initialized", true).put("user", caller.user())));
    }

    private Future<Answer> waitUntilIdle(Caller caller, Input input) {
        OptionalDouble seconds = input.optionalNumber("timeout");
        boolean limited = seconds.isPresent() && seconds.getAsDouble() > 0;
        Deadline until =
                limited ? Deadline.after(Duration.ofMillis(Math.round(seconds.getAsDouble() * 1000))) : Deadline.none();
        return idle(until.or(caller.deadline())).map(counts -> Answer.of(QueueStatusJson.of(counts)));
    }

    private Future<Map<Queue, QueueCounts>> idle(Deadline until) {
        return Rounds.until(() -> storage.work().counts().compose(counts -> {
            if (counts.values().stream().allMatch(QueueCounts::idle)) {
                return Future.succeededFuture(Optional.of(counts));
            }
            if (until.expired()) {
                return Future.failedFuture(until.fault("queue processing"));
            }
            return vertx.timer(LOOK_AGAIN_MS).map(_ -> Optional.empty());
        }));
    }
}
