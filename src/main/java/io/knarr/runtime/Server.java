package io.knarr.runtime;

import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.storage.embedded.DataDirectory;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.transport.Transport;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** One server from its event loops to its end. */
final class Server {
    /** What a taken port is given to find out that the data directory is taken too, which is the better explanation. */
    private static final int OTHER_REASON_SECONDS = 2;

    private final Settings settings;
    private final Vertx vertx;
    private final Transport transport;
    private final Application application;
    private final LoopMonitor monitor;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final Promise<Void> stopped = Promise.promise();

    private Server(Settings settings, Vertx vertx, Transport transport, Application application, LoopMonitor monitor) {
        this.settings = settings;
        this.vertx = vertx;
        this.transport = transport;
        this.application = application;
        this.monitor = monitor;
    }

    /** Starts the event loops; nothing is bound or opened yet. */
    static Server create(Settings settings, Assembly assembly, Watching watching) {
        Transport transport = Transports.choose(settings.server().loop());
        Vertx vertx = Vertx.builder()
                .with(options(settings.server()))
                .withTransport(transport)
                .build();
        return new Server(
                settings,
                vertx,
                transport,
                assembly.assemble(vertx, settings, watching),
                new LoopMonitor(vertx, watching));
    }

    private static VertxOptions options(ServerSettings server) {
        return new VertxOptions()
                .setEventLoopPoolSize(server.workers())
                .setBlockedThreadCheckInterval(LoopMonitor.LOOK.toMillis())
                .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS)
                .setMaxEventLoopExecuteTime(LoopMonitor.LATE.toNanos())
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.NANOSECONDS)
                // Resources are read by their owners; without this Vert.x makes a cache directory under /tmp.
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
    }

    /**
     * What was chosen.
     *
     * @param port the one that was bound
     * @param transport its name
     * @param embedder the model and who runs it
     */
    record Ready(int port, String transport, String embedder) {}

    /** The port could not be bound; the cause says what the system said, in words that differ by transport. */
    static final class CannotListen extends Exception {
        private static final long serialVersionUID = 1L;

        CannotListen(Throwable cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** Binds, opens, and completes when requests can be answered. After a failure everything is closed again. */
    Future<Ready> start() {
        monitor.start();
        Future<Integer> bound = application
                .listen()
                .onSuccess(_ -> monitor.serving())
                .recover(failure -> Future.failedFuture(new CannotListen(failure)));
        Future<Void> opened = application.open();
        // Promises of no context, here and in stop(): those of a loop would never complete once the loops are gone.
        Promise<Ready> ready = Promise.promise();
        Future.all(bound, opened)
                .map(_ -> new Ready(bound.result(), transport.name(), application.embedder()))
                .recover(failure -> better(failure, bound, opened))
                .onSuccess(ready::complete)
                .onFailure(failure -> stop().onComplete(_ -> ready.fail(failure)));
        return ready.future();
    }

    /** Another process holds the data directory: the message says who, and what to do. */
    static boolean isDataInUse(Throwable failure) {
        return failure instanceof Fault fault
                && fault.code() == Code.FAILED_PRECONDITION
                && DataDirectory.IN_USE.equals(fault.details().get("reason"));
    }

    private static Future<Ready> better(Throwable failure, Future<Integer> bound, Future<Void> opened) {
        if (!bound.failed()) {
            return Future.failedFuture(failure);
        }
        return opened.timeout(OTHER_REASON_SECONDS, TimeUnit.SECONDS)
                .transform(_ ->
                        Future.failedFuture(opened.failed() && isDataInUse(opened.cause()) ? opened.cause() : failure));
    }

    /** Stops once, however often it is called: all get the same future. */
    Future<Void> stop() {
        if (stopping.compareAndSet(false, true)) {
            application
                    .stop(Deadline.after(settings.server().shutdownTimeoutMs()))
                    .onComplete(drained -> vertx.close().onComplete(closed -> {
                        if (drained.failed()) {
                            stopped.fail(drained.cause());
                        } else {
                            stopped.handle(closed);
                        }
                    }));
        }
        return stopped.future();
    }
}
