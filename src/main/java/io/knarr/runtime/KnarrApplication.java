package io.knarr.runtime;

import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.http.Admission;
import io.knarr.http.HttpSettings;
import io.knarr.http.HttpVerticle;
import io.knarr.http.HttpWatch;
import io.knarr.identity.Authenticator;
import io.knarr.storage.embedded.EmbeddedStorage;
import io.knarr.wire.Answer;
import io.knarr.wire.ApiDocument;
import io.knarr.wire.Operation;
import io.knarr.wire.Operations;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server: HTTP verticles in front, storage and model behind, workers beside. */
final class KnarrApplication implements Application {
    private static final Logger LOG = LoggerFactory.getLogger(KnarrApplication.class);

    /** Kept for closing storage after the requests have been waited for. */
    private static final long CLOSING_MS = 3000;

    private final Vertx vertx;
    private final HttpSettings http;
    private final int instances;
    private final Pools pools;
    private final EmbeddedStorage storage;
    private final Models models;
    private final Parts parts;
    private final Authenticator authenticator;
    private final HttpWatch watch;
    private final Admission admission;
    private final AtomicReference<State> state = new AtomicReference<>(State.INITIALIZING);
    private final Promise<Void> opened = Promise.promise();
    private volatile String deployment = "";

    private enum State {
        INITIALIZING,
        READY,
        STOPPING
    }

    /**
     * What is served and by whom.
     *
     * @param settings how to listen
     * @param instances HTTP verticles
     * @param authenticator who callers are
     * @param admission how much is taken on at once
     * @param watch who is told what is going on
     */
    record Surface(
            HttpSettings settings, int instances, Authenticator authenticator, Admission admission, HttpWatch watch) {}

    KnarrApplication(Vertx vertx, Surface surface, Pools pools, EmbeddedStorage storage, Models models, Parts parts) {
        this.vertx = vertx;
        this.http = surface.settings();
        this.instances = surface.instances();
        this.authenticator = surface.authenticator();
        this.watch = surface.watch();
        this.admission = surface.admission();
        this.pools = pools;
        this.storage = storage;
        this.models = models;
        this.parts = parts;
    }

    @Override
    public Future<Integer> listen() {
        ApiDocument document = ApiDocument.load();
        Operations operations = parts.operations().each(this::onceReady);
        Queue<HttpVerticle> verticles = new ConcurrentLinkedQueue<>();
        return vertx.deployVerticle(
                        () -> {
                            HttpVerticle verticle = new HttpVerticle(
                                    http, document, operations, authenticator, admission, pools.json(), watch);
                            verticles.add(verticle);
                            return verticle;
                        },
                        new DeploymentOptions().setInstances(instances))
                .onSuccess(id -> deployment = id)
                .map(_ -> verticles.element().port())
                .compose(port -> opened.future().compose(_ -> announced(port)).map(_ -> port));
    }

    /** Which port it is, is known only now; who is refused the data directory wants to know. */
    private Future<Void> announced(int port) {
        String host = http.host().indexOf(':') >= 0 ? "[" + http.host() + "]" : http.host();
        return storage.announce("http://" + host + ":" + port);
    }

    private Operation onceReady(String id, Operation operation) {
        return (caller, input) -> {
            if (state.get() == State.READY) {
                return operation.run(caller, input);
            }
            String reason = state.get() == State.INITIALIZING ? "initializing" : "stopping";
            return id.equals("system.ready")
                    ? Future.succeededFuture(Answer.of(
                            new JsonObject().put("status", "not_ready").put("reason", reason)))
                    : Future.failedFuture(Fault.unavailable("server", reason));
        };
    }

    @Override
    public Future<Void> open() {
        // Beside each other: loading the model is most of a start.
        Future<Void> model = models.ready().get();
        return storage.open()
                .onSuccess(_ -> opened.tryComplete())
                .compose(_ -> model)
                .compose(_ -> parts.start(this::markIndexed))
                .onSuccess(_ -> state.compareAndSet(State.INITIALIZING, State.READY));
    }

    private void markIndexed() {
        storage.markIndexed()
                .onSuccess(_ -> LOG.info("index_complete"))
                .onFailure(cause -> LOG.error("index_not_marked", cause));
    }

    @Override
    public String embedder() {
        return models.embedder().model() + " " + models.embedder().provider();
    }

    @Override
    public Future<Void> stop(Deadline deadline) {
        state.set(State.STOPPING);
        long patience = Math.max(1, deadline.remainingMs() - CLOSING_MS);
        Future<Void> undeployed = deployment.isEmpty() ? Future.succeededFuture() : vertx.undeploy(deployment);
        return undeployed
                .transform(_ -> parts.stop().timeout(patience, TimeUnit.MILLISECONDS))
                .transform(_ -> models.close())
                .transform(_ -> storage.close());
    }
}
