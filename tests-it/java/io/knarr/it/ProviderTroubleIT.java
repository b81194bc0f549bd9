package io.knarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.testing.FakeProvider;
import io.knarr.testing.Manner;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A server whose embedder, in another process as far as it knows, misbehaves: every find ends, and nobody else notices. */
class ProviderTroubleIT {
    private static final int CAP = 8;
    private static final int TOO_MANY = 12;
    private static final int PATIENCE_SECONDS = 60;

    @TempDir
    private Path directory;

    private Vertx vertx;
    private FakeProvider provider;
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

    @BeforeEach
    void startProvider() {
        vertx = Vertx.vertx();
        provider = FakeProvider.start(vertx);
    }

    @AfterEach
    void stopProvider() {
        callers.shutdownNow();
        provider.close();
        var _ = vertx.close();
    }

    private KnarrServer start(int queryTimeoutMs) throws IOException, InterruptedException {
        JsonObject dense = new JsonObject()
                .put("provider", "openai")
                .put("model", "fake")
                .put("api_key", "none")
                .put("api_base", provider.address() + "/v1")
                .put("dimension", 64);
        JsonObject json = new JsonObject()
                .put("server", new JsonObject().put("limit_concurrency", CAP))
                .put(
                        "embedding",
                        new JsonObject()
                                .put("dense", dense)
                                .put("max_retries", 0)
                                .put("query_timeout_ms", queryTimeoutMs));
        Path config = Files.writeString(directory.resolve("ov.conf"), json.encode());
        KnarrServer server = KnarrServer.start(directory.resolve("data"), "--config", config.toString());
        new Api(server)
                .add("cheese.md", "# Cheese\n\nMountain cheese.\n".getBytes(StandardCharsets.UTF_8), new JsonObject());
        return server;
    }

    private List<Future<Api.Reply>> finds(Api api, int count) {
        List<Future<Api.Reply>> finds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            JsonObject query = new JsonObject().put("query", "cheese number " + i);
            finds.add(callers.submit(() -> api.post("/api/v1/search/find", query)));
        }
        return finds;
    }

    private static Api.Reply ended(Future<Api.Reply> call)
            throws ExecutionException, InterruptedException, TimeoutException {
        return call.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void takesEightAndRefusesTwelve() throws Exception {
        try (KnarrServer server = start(30_000)) {
            Api api = new Api(server);
            provider.always(new Manner.Hang());
            List<Future<Api.Reply>> taken = finds(api, CAP);
            awaitOpen(CAP);

            for (Future<Api.Reply> refused : finds(api, TOO_MANY)) {
                Api.Reply reply = ended(refused);
                assertThat(reply.status()).as("%s", reply.body()).isEqualTo(503);
                assertThat(reply.code()).isEqualTo("UNAVAILABLE");
                assertThat(reply.raw().headers().firstValue("Retry-After")).isPresent();
            }
            assertThat(api.get("/health").status()).isEqualTo(200);
            assertThat(taken).noneMatch(Future::isDone);

            // The connections break, and finds go on with words.
            provider.close();
            for (Future<Api.Reply> call : taken) {
                Api.Reply reply = ended(call);
                assertThat(reply.status()).as("%s", reply.body()).isEqualTo(200);
            }
            provider = FakeProvider.start(vertx);
        }
    }

    /** Looks again and again; the patience is what fails, not a time that was hoped for. */
    private void awaitOpen(int count) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (provider.open() < count) {
            assertThat(System.nanoTime())
                    .as("%s of %s calls came", provider.open(), count)
                    .isLessThan(end);
            Thread.sleep(5);
        }
    }

    static Stream<Arguments> troubles() {
        return Stream.of(
                Arguments.of("hangs", new Manner.Hang()),
                Arguments.of("half an answer, then silence", new Manner.HalfThenSilence()),
                Arguments.of("half an answer, then the end", new Manner.HalfThenClose()),
                Arguments.of("a byte now and then", new Manner.Slowly(1, Duration.ofMillis(100))),
                Arguments.of("garbage", Manner.text("\u0000{[")),
                Arguments.of("an answer without end", new Manner.Endless()),
                Arguments.of("a fault of its own", Manner.status(500)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("troubles")
    void everyFindEndsAndSaysWhatItDidWithout(String name, Manner trouble) throws Exception {
        try (KnarrServer server = start(1_000)) {
            Api api = new Api(server);
            provider.always(trouble);
            for (Future<Api.Reply> call : finds(api, CAP - 1)) {
                assertThat(api.get("/api/v1/fs/ls?uri=viking://resources").status())
                        .isEqualTo(200);
                Api.Reply reply = ended(call);
                if (reply.status() == 200) {
                    assertThat(reply.result().containsKey("degraded"))
                            .as("%s: %s", name, reply.body())
                            .isTrue();
                } else {
                    assertThat(reply.code()).as("%s: %s", name, reply.body()).isEqualTo("DEADLINE_EXCEEDED");
                }
            }
            assertThat(api.get("/health").status()).isEqualTo(200);
        }
    }
}
