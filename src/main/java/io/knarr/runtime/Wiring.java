package io.knarr.runtime;

import io.knarr.fault.Deadline;
import io.knarr.observe.LocalMeters;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** The server’s parts and how they hang together, by hand. */
final class Wiring implements Assembly {
    @Override
    public Application assemble(Vertx vertx, Settings settings, LocalMeters meters) {
        return new Probes(vertx, settings.server());
    }

    /** Answers the probes only. */
    private static final class Probes implements Application {
        private final Vertx vertx;
        private final ServerSettings settings;
        private final AtomicBoolean ready = new AtomicBoolean();
        private final Set<HttpServer> servers = ConcurrentHashMap.newKeySet();

        Probes(Vertx vertx, ServerSettings settings) {
            this.vertx = vertx;
            this.settings = settings;
        }

        @Override
        public Future<Integer> listen() {
            return vertx.deployVerticle(
                            () -> new Listener(this), new DeploymentOptions().setInstances(settings.workers()))
                    .map(_ -> List.copyOf(servers).getFirst().actualPort());
        }

        @Override
        public Future<Void> open() {
            ready.set(true);
            return Future.succeededFuture();
        }

        @Override
        public String embedder() {
            return "none";
        }

        @Override
        public Future<Void> stop(Deadline deadline) {
            ready.set(false);
            return Future.join(
                            List.copyOf(servers).stream().map(HttpServer::close).toList())
                    .mapEmpty();
        }

        private void answer(HttpServerRequest request) {
            JsonObject body = switch (request.path()) {
                case "/health" ->
                    new JsonObject()
                            .put("status", "ok")
                            .put("healthy", true)
                            .put("version", Version.current())
                            .put(
                                    "auth_mode",
                                    settings.effectiveAuthMode().name().toLowerCase(java.util.Locale.ROOT));
                case "/ready" ->
                    ready.get()
                            ? new JsonObject().put("status", "ready")
                            : new JsonObject().put("status", "not_ready").put("reason", "initializing");
                default -> new JsonObject();
            };
            int status = body.isEmpty() ? 404 : "not_ready".equals(body.getString("status")) ? 503 : 200;
            var _ = request.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", "application/json")
                    .end(body.toBuffer());
        }
    }

    /** One per event loop; all share the port. */
    private static final class Listener extends VerticleBase {
        private final Probes probes;

        Listener(Probes probes) {
            this.probes = probes;
        }

        @Override
        public Future<?> start() {
            return vertx.createHttpServer(new HttpServerOptions().setAcceptBacklog(probes.settings.backlog()))
                    .requestHandler(probes::answer)
                    // A negative port is one that the system chooses and that all instances share.
                    .listen(probes.settings.port() == 0 ? -1 : probes.settings.port(), probes.settings.host())
                    .onSuccess(probes.servers::add);
        }
    }
}
