package io.knarr.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.storage.embedded.DataDirectory;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerTest {
    @TempDir
    Path root;

    private final Scripted application = new Scripted();

    private Server server() {
        Settings settings =
                new Given(root).variable("KNARR_SERVER_WORKERS", "1").settings();
        return Server.create(settings, (_, _, _) -> application, Watching.locally());
    }

    private static <T> Future<T> ended(Future<T> future) throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        future.onComplete(_ -> end.countDown());
        assertThat(end.await(20, TimeUnit.SECONDS)).as("ended in time").isTrue();
        return future;
    }

    @Test
    void isReadyOnceItListensAndIsOpen() throws InterruptedException {
        Server server = server();
        Future<Server.Ready> ready = server.start();
        application.listened.complete(4711);

        assertThat(ready.isComplete()).isFalse();
        application.opened.complete();

        assertThat(ended(ready).result().port()).isEqualTo(4711);
        assertThat(ready.result().embedder()).isEqualTo("scripted");
        assertThat(ended(server.stop()).succeeded()).isTrue();
    }

    @Test
    void stopsOnceHoweverOftenItIsAsked() throws InterruptedException {
        Server server = server();
        Future<Server.Ready> ready = server.start();
        application.listened.complete(1);
        application.opened.complete();
        ended(ready).result();

        assertThat(ended(server.stop()).succeeded()).isTrue();
        assertThat(ended(server.stop()).succeeded()).isTrue();

        assertThat(application.stops).hasValue(1);
    }

    @Test
    void closesEverythingWhenOpeningFails() throws InterruptedException {
        Future<Server.Ready> ready = server().start();
        application.listened.complete(1);
        application.opened.fail("no model");

        assertThat(ended(ready).cause()).hasMessage("no model");
        assertThat(application.stops).hasValue(1);
    }

    @Test
    void saysThatThePortCannotBeHad() throws InterruptedException {
        Future<Server.Ready> ready = server().start();
        application.opened.complete();
        application.listened.fail(new IOException("Address already in use"));

        assertThat(ended(ready).cause()).isInstanceOf(Server.CannotListen.class);
        assertThat(application.stops).hasValue(1);
    }

    @Test
    void aDataDirectoryInUseExplainsMoreThanATakenPort() throws InterruptedException {
        Future<Server.Ready> ready = server().start();
        application.listened.fail(new IOException("Address already in use"));
        application.opened.fail(
                new Fault(Code.FAILED_PRECONDITION, "process 7 holds it", Map.of("reason", DataDirectory.IN_USE)));

        assertThat(ended(ready).cause()).hasMessage("process 7 holds it");
    }

    @Test
    void canBeStoppedWhileItOpens() throws InterruptedException {
        Server server = server();
        Future<Server.Ready> ready = server.start();
        application.listened.complete(1);

        assertThat(ended(server.stop()).succeeded()).isTrue();
        assertThat(ready.isComplete()).isFalse();
    }

    @Test
    void endsAlthoughItsStepsRunOnLoopsThatAreGoneByThen() throws InterruptedException {
        Settings settings =
                new Given(root).variable("KNARR_SERVER_WORKERS", "1").settings();
        Server server = Server.create(settings, (vertx, _, _) -> new OnLoops(vertx), Watching.locally());

        assertThat(ended(server.start()).cause()).hasMessage("no model");
        assertThat(ended(server.stop()).succeeded()).isTrue();
    }

    /** Completes everything on an event loop. */
    private record OnLoops(Vertx vertx) implements Application {
        @Override
        public Future<Integer> listen() {
            return vertx.timer(1).map(1);
        }

        @Override
        public Future<Void> open() {
            return vertx.timer(1).compose(_ -> Future.failedFuture("no model"));
        }

        @Override
        public String embedder() {
            return "none";
        }

        @Override
        public Future<Void> stop(Deadline deadline) {
            return vertx.timer(1).mapEmpty();
        }
    }

    /** Does what the test says, when it says so. */
    private static final class Scripted implements Application {
        final Promise<Integer> listened = Promise.promise();
        final Promise<Void> opened = Promise.promise();
        final AtomicInteger stops = new AtomicInteger();

        @Override
        public Future<Integer> listen() {
            return listened.future();
        }

        @Override
        public Future<Void> open() {
            return opened.future();
        }

        @Override
        public String embedder() {
            return "scripted";
        }

        @Override
        public Future<Void> stop(Deadline deadline) {
            stops.incrementAndGet();
            return Future.succeededFuture();
        }
    }
}
