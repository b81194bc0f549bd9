package io.knarr.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.testing.Await;
import io.knarr.testing.FakeProvider;
import io.knarr.testing.Manner;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole server on a provider that embeds, and on one that does not. */
class ProviderServerTest {
    private static final String NOTE = "viking://resources/tea.md";

    @TempDir
    Path root;

    private final Vertx vertx = Vertx.vertx();
    private final FakeProvider fake = FakeProvider.start(vertx);
    private final HttpClient client = HttpClient.newHttpClient();
    private String address = "";
    private @Nullable Server server;

    @AfterEach
    void closeAll() {
        if (server != null) {
            Void _ = Await.of(server.stop());
        }
        fake.close();
        Void _ = Await.of(vertx.close());
    }

    @Test
    void embedsWithTheConfiguredProvider() throws Exception {
        start();

        JsonObject written = write("Green tea is drunk in the morning.");
        JsonObject found = find("green tea");

        assertThat(written.getString("vector_status")).isEqualTo("complete");
        assertThat(found.getJsonArray("resources").encode()).contains(NOTE);
        assertThat(found.containsKey("degraded")).isFalse();
        assertThat(fake.asked())
                .allSatisfy(asked -> assertThat(asked.body().getString("model")).isEqualTo("text-embedding-3-small"));
        assertThat(get("/api/v1/observer/models").getJsonObject("result").getString("status"))
                .contains("Embedding Models:", "text-embedding-3-small", "openai");
    }

    @Test
    void findsByWordsAndSaysSoWhileTheProviderHangs() throws Exception {
        start();
        JsonObject _ = write("Green tea is drunk in the morning.");
        fake.always(new Manner.Hang());

        JsonObject found = find("green tea");

        assertThat(found.getJsonArray("resources").encode()).contains(NOTE);
        assertThat(found.getJsonArray("degraded").encode()).contains("words alone");
    }

    @Test
    void startsWithoutTheProviderAndIndexesOnceItIsBack() throws Exception {
        fake.always(Manner.status(503));
        start();

        JsonObject ready = get("/ready");
        JsonObject written = post(
                "/api/v1/content/write",
                new JsonObject()
                        .put("uri", NOTE)
                        .put("content", "Green tea.")
                        .put("mode", "create")
                        .put("wait", false));
        fake.always(Manner.well());

        assertThat(ready.getJsonObject("checks").getString("embedding")).startsWith("error: ");
        assertThat(written.getString("status")).isEqualTo("ok");
        JsonObject waited = post("/api/v1/system/wait", new JsonObject().put("timeout", 20));
        assertThat(waited.getString("status")).as(waited.encode()).isEqualTo("ok");
        assertThat(find("green tea").getJsonArray("resources").encode()).contains(NOTE);
    }

    private void start() {
        Settings settings = new Given(root)
                .variable("KNARR_SERVER_PORT", "0")
                .variable("KNARR_SERVER_WORKERS", "1")
                .variable("KNARR_EMBEDDING_DENSE_PROVIDER", "openai")
                .variable("KNARR_EMBEDDING_DENSE_MODEL", "text-embedding-3-small")
                .variable("KNARR_EMBEDDING_DENSE_API_BASE", fake.address() + "/v1")
                .variable("KNARR_EMBEDDING_DENSE_DIMENSION", "64")
                .variable("KNARR_EMBEDDING_QUERY_TIMEOUT_MS", "1000")
                .variable("KNARR_EMBEDDING_MAX_RETRIES", "0")
                .variable("KNARR_EMBEDDING_CIRCUIT_BREAKER_RESET_TIMEOUT", "1")
                .settings();
        Server started = Server.create(settings, new Wiring(), Watching.locally());
        server = started;
        address = "http://127.0.0.1:" + Await.of(started.start()).port();
    }

    private JsonObject write(String text) throws IOException, InterruptedException {
        JsonObject answer = post(
                "/api/v1/content/write",
                new JsonObject()
                        .put("uri", NOTE)
                        .put("content", text)
                        .put("mode", "create")
                        .put("wait", true));
        assertThat(answer.getString("status")).as(answer.encode()).isEqualTo("ok");
        return answer.getJsonObject("result");
    }

    private JsonObject find(String question) throws IOException, InterruptedException {
        JsonObject answer = post("/api/v1/search/find", new JsonObject().put("query", question));
        assertThat(answer.getString("status")).as(answer.encode()).isEqualTo("ok");
        return answer.getJsonObject("result");
    }

    private JsonObject post(String path, JsonObject body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(address + path))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.encode())));
    }

    private JsonObject get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(address + path)));
    }

    private JsonObject send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return new JsonObject(
                client.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString())
                        .body());
    }
}
