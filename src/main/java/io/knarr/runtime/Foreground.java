package io.knarr.runtime;

import io.vertx.core.Future;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs a server on the calling thread until it is told to stop, and says what the process ends with. */
final class Foreground {
    /** Beyond what requests in flight are given: for storage and event loops to close. */
    private static final int CLOSING_SECONDS = 2;

    private final Settings settings;
    private final Surroundings surroundings;
    private final Assembly assembly;
    private final PrintWriter out;
    private final PrintWriter err;

    Foreground(Settings settings, Surroundings surroundings, Assembly assembly, PrintWriter out, PrintWriter err) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.assembly = assembly;
        this.out = out;
        this.err = err;
    }

    /** Blocks. The companion begins once requests can be answered. */
    int run(Companion companion) throws InterruptedException {
        try (Logging _ = Logging.start(settings.log(), surroundings, settings.secrets())) {
            return serve(companion);
        } catch (IOException noLog) {
            err.println("Knarr did not start: " + noLog.getMessage());
            return Exit.CONFIGURATION;
        }
    }

    private int serve(Companion companion) throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch ending = new CountDownLatch(1);
        AtomicInteger code = new AtomicInteger(Exit.OK);
        Runnable end = () -> {
            ending.countDown();
            started.countDown();
        };
        Signals.onStop(end, () -> Runtime.getRuntime().halt(Exit.INTERRUPTED));
        Server server = Server.create(
                settings,
                assembly,
                Watching.of(settings.server().observability().metrics()));
        Future<Server.Ready> start = server.start();
        start.onComplete(ready -> {
            if (ready.succeeded()) {
                announce(ready.result());
                started.countDown();
            } else if (ending.getCount() > 0) {
                // A start that was interrupted by a signal is no failure.
                code.set(explain(ready.cause()));
                end.run();
            }
        });
        started.await();
        if (ending.getCount() > 0) {
            code.set(companion.beside(url(start.result().port()), ending));
        }
        CountDownLatch closed = new CountDownLatch(1);
        server.stop().onComplete(stopped -> {
            if (stopped.failed()) {
                err.println("Knarr did not stop cleanly: " + stopped.cause().getMessage());
                code.compareAndSet(Exit.OK, Exit.ERROR);
            }
            closed.countDown();
        });
        long limit = settings.server().shutdownTimeoutMs().toMillis() + TimeUnit.SECONDS.toMillis(CLOSING_SECONDS);
        if (!closed.await(limit, TimeUnit.MILLISECONDS)) {
            err.println("Knarr did not stop within " + limit + " ms and was ended");
            code.compareAndSet(Exit.OK, Exit.ERROR);
        }
        return code.get();
    }

    private void announce(Server.Ready ready) {
        out.println("Knarr " + Version.current() + " listening on " + url(ready.port()) + " (workers "
                + settings.server().workers() + ", transport " + ready.transport() + ", data "
                + surroundings.shown(settings.storage().workspace()) + ", embedder " + ready.embedder() + ")");
        out.flush();
    }

    private String url(int port) {
        String host = settings.server().host();
        return "http://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    private int explain(Throwable failure) {
        if (Server.isDataInUse(failure)) {
            err.println(failure.getMessage());
            err.flush();
            return Exit.DATA_IN_USE;
        }
        err.println("Knarr did not start: " + reason(failure));
        err.flush();
        return Exit.ERROR;
    }

    private String reason(Throwable failure) {
        if (failure instanceof Server.CannotListen) {
            return PortProbe.explain(settings.server().host(), settings.server().port(), failure);
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
