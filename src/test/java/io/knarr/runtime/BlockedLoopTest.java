package io.knarr.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.knarr.fault.Deadline;
import io.knarr.http.Admission;
import io.knarr.http.AdmissionSettings;
import io.knarr.http.HttpSettings;
import io.knarr.http.HttpVerticle;
import io.knarr.http.HttpWatch;
import io.knarr.http.RequestMeters;
import io.knarr.identity.AuthMode;
import io.knarr.identity.Authenticator;
import io.knarr.offload.Offload;
import io.knarr.offload.Pool;
import io.knarr.offload.PoolSize;
import io.knarr.testing.Await;
import io.knarr.wire.Answer;
import io.knarr.wire.ApiDocument;
import io.knarr.wire.Operations;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A whole server with operations that block their loop: what the log and the meters say of it. */
class BlockedLoopTest {
    private static final Duration BLOCK = LoopMonitor.LATE.multipliedBy(4);

    @TempDir
    Path root;

    private final Logger logger = (Logger) LoggerFactory.getLogger(LoopMonitor.class);
    private final BlockingQueue<ILoggingEvent> events = new LinkedBlockingQueue<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            events.add(event);
        }
    };
    private final Watching watching = Watching.locally();
    private final AtomicBoolean blocking = new AtomicBoolean();
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void listen() {
        appender.start();
        logger.addAppender(appender);
        logger.setLevel(Level.WARN);
    }

    @AfterEach
    void close() {
        logger.detachAppender(appender);
        client.close();
    }

    @Test
    void aBlockingHandlerIsReportedOnceWithItsRouteAndRequest() throws Exception {
        Server server = server();
        int port = Await.of(server.start()).port();
        get(port, "/api/v1/fs/ls?uri=viking://resources", "loads-the-classes");

        blocking.set(true);
        get(port, "/api/v1/fs/ls?uri=viking://resources/secret", "the-request");

        expectOneReport("/api/v1/fs/ls", "the-request");
        Await.of(server.stop());
    }

    @Test
    void soIsACallbackThatBlocksLongAfterTheHandlerReturned() throws Exception {
        Server server = server();
        int port = Await.of(server.start()).port();
        get(port, "/api/v1/tasks/t", "loads-the-classes");

        blocking.set(true);
        get(port, "/api/v1/tasks/secret", "a-later-one");

        expectOneReport("/api/v1/tasks/{task_id}", "a-later-one");
        Await.of(server.stop());
    }

    private void expectOneReport(String route, String requestId) throws InterruptedException {
        ILoggingEvent blocked = next("an event loop is blocked", requestId);
        assertThat(values(blocked)).containsEntry("route", route);
        assertThat(Stream.of(blocked.getThrowableProxy().getStackTraceElementProxyArray())
                        .map(frame -> frame.getStackTraceElement().getMethodName()))
                .contains("block");
        ILoggingEvent after = next("an event loop goes on", requestId);
        assertThat(values(after)).containsEntry("route", route);
        assertThat(Long.parseLong(values(after).getOrDefault("ms", ""))).isGreaterThan(BLOCK.toMillis() / 2);
        assertThat(events)
                .as("more about the same block")
                .noneMatch(event -> requestId.equals(values(event).get("request_id")));
        assertThat(events.toString() + blocked + values(blocked)).doesNotContain("secret");
        assertThat(watching.local().count("loop.blocked")).isGreaterThanOrEqualTo(1);
        assertThat(watching.local().figures("loop.block").max()).isGreaterThan(BLOCK.toNanos() / 2.0);
    }

    /** A slow machine may also be late, or block while it loads classes; those are other events. */
    private ILoggingEvent next(String message, String requestId) throws InterruptedException {
        for (ILoggingEvent event = events.poll(20, TimeUnit.SECONDS);
                event != null;
                event = events.poll(20, TimeUnit.SECONDS)) {
            if (event.getFormattedMessage().equals(message)
                    && requestId.equals(values(event).get("request_id"))) {
                return event;
            }
        }
        throw new AssertionError("nothing was said of: " + message);
    }

    private static Map<String, String> values(ILoggingEvent event) {
        return Optional.ofNullable(event.getKeyValuePairs()).orElse(List.of()).stream()
                .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value)));
    }

    private void get(int port, String path, String id) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("X-Request-Id", id)
                .timeout(Duration.ofSeconds(30))
                .build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }

    private Server server() {
        Settings settings =
                new Given(root).variable("KNARR_SERVER_WORKERS", "1").settings();
        return Server.create(settings, (vertx, _, _) -> new Blocking(vertx), watching);
    }

    private void block() {
        if (!blocking.get()) {
            return;
        }
        long end = System.nanoTime() + BLOCK.toNanos();
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private final class Blocking implements Application {
        private final Vertx vertx;

        Blocking(Vertx vertx) {
            this.vertx = vertx;
        }

        @Override
        public Future<Integer> listen() {
            Pool pool = new Offload(vertx, watching.meters()).pool("json", PoolSize.of(1, 8));
            Operations operations = Operations.none()
                    .on("fs.ls", (_, _) -> {
                        block();
                        return Future.succeededFuture(Answer.of("done"));
                    })
                    .on(
                            "tasks.get",
                            (_, _) -> pool.run(() -> "read")
                                    .compose(_ -> vertx.timer(1))
                                    .map(_ -> {
                                        block();
                                        return Answer.of("done");
                                    }));
            HttpVerticle verticle = new HttpVerticle(
                    HttpSettings.on("127.0.0.1", 0, "0"),
                    ApiDocument.load(),
                    operations,
                    new Authenticator(new AuthMode.Dev()),
                    new Admission(AdmissionSettings.of(0, 8, 8, 1 << 20), watching.meters()),
                    pool,
                    new HttpWatch(new RequestMeters(watching.meters()), watching.doing(), Optional.empty()));
            return vertx.deployVerticle(verticle).map(_ -> verticle.port());
        }

        @Override
        public Future<Void> open() {
            return Future.succeededFuture();
        }

        @Override
        public String embedder() {
            return "none";
        }

        @Override
        public Future<Void> stop(Deadline deadline) {
            return Future.succeededFuture();
        }
    }
}
