package io.knarr.http;

import io.knarr.fault.Cancellation;
import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.identity.Authenticator;
import io.knarr.observe.Doing;
import io.knarr.offload.Pool;
import io.knarr.wire.ApiDocument;
import io.knarr.wire.Lane;
import io.knarr.wire.Operations;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The server on one event loop. Deploy as many as there are loops: they share the port. Stopping refuses new requests, waits
 * for the running ones up to the drain time, and closes.
 */
public final class HttpVerticle extends VerticleBase {
    /** A URI of a thousand characters, each escaped as up to nine, fits. */
    private static final int LONGEST_LINE = 64 << 10;

    private static final int LARGEST_HEADERS = 64 << 10;
    private static final long LINGER_MILLIS = 10_000;

    private final HttpSettings settings;
    private final Admission admission;
    private final Routes routes;
    private final Cors cors;
    private final Dispatcher dispatcher;
    private final IdleConnections connections;
    private final HttpWatch watch;
    private final InFlight inFlight = new InFlight();
    private Optional<Slices> slices = Optional.empty();
    private Optional<HttpServer> server = Optional.empty();

    /**
     * @param admission of the process, for all verticles
     * @param pool reads and writes large JSON
     * @param watch the same for all verticles
     * @throws IllegalArgumentException if there is an operation that is not in the document
     */
    public HttpVerticle(
            HttpSettings settings,
            ApiDocument document,
            Operations operations,
            Authenticator authenticator,
            Admission admission,
            Pool pool,
            HttpWatch watch) {
        document.require(operations);
        Authentication authentication = new Authentication(authenticator);
        Builtins builtins = new Builtins(settings.version(), authentication, document, watch.metrics());
        this.settings = settings;
        this.watch = watch;
        this.admission = admission;
        this.routes = Routes.of(document);
        this.cors = new Cors(settings.corsOrigins());
        this.dispatcher = new Dispatcher(settings, operations, authentication, builtins, admission, pool);
        this.connections = new IdleConnections(settings.keepAlive());
    }

    @Override
    public Future<?> start() {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setAcceptBacklog(settings.backlog())
                .setMaxInitialLineLength(LONGEST_LINE)
                .setMaxHeaderSize(LARGEST_HEADERS)
                .setHttp2ClearTextEnabled(settings.http2());
        HttpServer created = vertx.createHttpServer(options)
                .connectionHandler(connections::opened)
                .invalidRequestHandler(this::refuseMalformed)
                .requestHandler(this::handle);
        server = Optional.of(created);
        slices = Optional.of(new Slices(vertx, System::nanoTime));
        long sweep = Math.max(10, settings.keepAlive().toMillis() / 10);
        vertx.setPeriodic(sweep, _ -> connections.sweep());
        return created.listen();
    }

    @Override
    public Future<?> stop() {
        Promise<Void> waited = Promise.promise();
        long timer = vertx.setTimer(Math.max(1, settings.drain().toMillis()), _ -> waited.tryComplete());
        return Future.any(inFlight.drain(), waited.future())
                .onComplete(_ -> vertx.cancelTimer(timer))
                .compose(_ -> server.map(HttpServer::close).orElse(Future.succeededFuture()));
    }

    /** The port listened on; after the start. */
    public int port() {
        return server.map(HttpServer::actualPort).orElse(0);
    }

    private void handle(HttpServerRequest request) {
        List<String> ids = request.headers().getAll(RequestId.HEADER);
        Optional<String> id = RequestId.of(ids);
        Exchange exchange = new Exchange(request, id.orElseGet(RequestId::fresh), cors, watch.meters());
        exchange.watch();
        connections.busy(request.connection(), true);
        inFlight.enter();
        exchange.ended().onComplete(_ -> leave(request));
        if (id.isEmpty()) {
            exchange.send(FaultResponse.ofBadRequestId());
        } else if (Cors.isPreflight(request)) {
            preflight(exchange);
        } else if (inFlight.isDraining()) {
            exchange.fail(Refused.shuttingDown());
        } else {
            route(exchange);
        }
    }

    private void route(Exchange exchange) {
        HttpServerRequest request = exchange.request();
        switch (routes.match(request.method().name(), String.valueOf(request.path()))) {
            case Routes.Found found -> dispatch(exchange, found);
            case Routes.WrongMethod wrong -> exchange.fail(Refused.wrongMethod(wrong.allowed()));
            case Routes.Nowhere _ -> exchange.fail(Refused.noSuchPath());
            case Routes.Elsewhere elsewhere -> {
                String query = request.query();
                String location = query == null ? elsewhere.path() : elsewhere.path() + "?" + query;
                exchange.begin(307, Map.of("Location", location)).end();
            }
        }
    }

    private void dispatch(Exchange exchange, Routes.Found found) {
        watched(exchange, found.endpoint().path());
        Cancellation cancellation = new Cancellation();
        exchange.ended().onComplete(_ -> cancellation.cancel());
        Deadline deadline =
                Deadline.after(settings.timeout(found.endpoint().lane())).cancelledBy(cancellation);
        long timer = vertx.setTimer(
                Math.max(1, deadline.remainingMs()),
                _ -> exchange.expire(deadline.fault(found.endpoint().id())));
        exchange.ended().onComplete(_ -> vertx.cancelTimer(timer));
        if (found.endpoint().lane() == Lane.CONTROL) {
            begin(exchange, found, deadline);
            return;
        }
        try {
            admission.enter(found.endpoint().lane(), exchange.ended());
        } catch (Fault full) {
            exchange.fail(full);
            return;
        }
        exchange.request().pause();
        slices.orElseThrow().add(() -> {
            if (!exchange.ended().isComplete()) {
                begin(exchange, found, deadline);
            }
        });
    }

    private void begin(Exchange exchange, Routes.Found found, Deadline deadline) {
        Future<Void> done;
        try {
            done = dispatcher.dispatch(exchange, found, deadline);
        } catch (RuntimeException thrown) {
            done = Future.failedFuture(thrown);
        }
        done.onFailure(exchange::fail);
    }

    private void watched(Exchange exchange, String route) {
        exchange.isFor(route);
        Context context = vertx.getOrCreateContext();
        watch.doing().begin(context, new Doing.Work(route, exchange.id()));
        watch.meters().begin(route);
        exchange.ended().onComplete(_ -> {
            watch.meters().end(route);
            watch.doing().end(context);
        });
    }

    private void preflight(Exchange exchange) {
        HttpServerRequest request = exchange.request();
        String origin = String.valueOf(request.getHeader("Origin"));
        if (cors.allows(origin)) {
            var response = exchange.bare(200).putHeader("Content-Type", "text/plain; charset=utf-8");
            cors.preflight(request.headers()).forEach(response::putHeader);
            response.end("OK");
        } else {
            exchange.bare(400).end("This origin may not call here");
        }
    }

    /** What the parser of HTTP itself refuses: lines or headers too long, nonsense. */
    private void refuseMalformed(HttpServerRequest request) {
        Exchange exchange = new Exchange(request, RequestId.fresh(), cors, watch.meters());
        Map<String, String> last = Map.of("Connection", "close");
        exchange.fail(
                switch (request.decoderResult().cause()) {
                    case TooLongHttpLineException _ -> new Refused(414, Code.UNKNOWN, "The URL is too long", last);
                    case TooLongHttpHeaderException _ ->
                        new Refused(431, Code.UNKNOWN, "The headers are too large", last);
                    default -> new Refused(400, Code.INVALID_ARGUMENT, "This is not HTTP", last);
                });
    }

    /** After the answer: the rest of the body is thrown away, but not for ever. */
    private void leave(HttpServerRequest request) {
        inFlight.leave();
        connections.busy(request.connection(), false);
        if (!request.isEnded()) {
            request.handler(_ -> {});
            request.resume();
            long timer = vertx.setTimer(LINGER_MILLIS, _ -> {
                if (!request.isEnded()) {
                    request.connection().close();
                }
            });
            request.endHandler(_ -> vertx.cancelTimer(timer));
        }
    }
}
