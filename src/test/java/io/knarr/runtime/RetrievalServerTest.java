package io.knarr.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.testing.Await;
import io.knarr.testing.FakeModels;
import io.knarr.testing.FakeProvider;
import io.knarr.testing.Manner;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A whole server with a reranker and a planner, over HTTP on both sides. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RetrievalServerTest {
    private static final String NOTES = "viking://resources/notes/";
    private static final String PLANNING = "current_request";
    private static final String RERANKING = "\"documents\"";

    private final Vertx vertx = Vertx.vertx();
    private final FakeProvider fake = FakeProvider.start(vertx);
    private final HttpClient client = HttpClient.newHttpClient();
    private String address = "";
    private @Nullable Server server;

    @BeforeAll
    void start(@TempDir Path root) throws IOException, InterruptedException {
        Settings settings = new Given(root)
                .variable("KNARR_SERVER_PORT", "0")
                .variable("KNARR_SERVER_WORKERS", "1")
                .variable("KNARR_STORAGE_WORKSPACE", root.resolve("data").toString())
                .variable("KNARR_EMBEDDING_DENSE_PROVIDER", "openai")
                .variable("KNARR_EMBEDDING_DENSE_MODEL", "text-embedding-3-small")
                .variable("KNARR_EMBEDDING_DENSE_API_BASE", fake.address() + "/v1")
                .variable("KNARR_EMBEDDING_DENSE_DIMENSION", "64")
                .variable("KNARR_RERANK_PROVIDER", "openai")
                .variable("KNARR_RERANK_API_BASE", fake.address() + "/rerank")
                .variable("KNARR_RERANK_TIMEOUT", "1")
                .variable("KNARR_QUERY_PLANNER_PROVIDER", "openai")
                .variable("KNARR_QUERY_PLANNER_MODEL", "planner")
                .variable("KNARR_QUERY_PLANNER_API_BASE", fake.address() + "/v1")
                .variable("KNARR_QUERY_PLANNER_MAX_RETRIES", "0")
                .settings();
        Server started = Server.create(settings, new Wiring(), Watching.locally());
        server = started;
        address = "http://127.0.0.1:" + Await.of(started.start()).port();
        JsonObject _ = result(post(
                "/api/v1/sessions/s-1/messages",
                new JsonObject().put("role", "user").put("content", "Tell me about green tea.")));
        write("tea.md", "Green tea is drunk in the morning.");
        write("kettle.md", "Descale the kettle with vinegar, for better tea.");
        write("cars.md", "Cars have four wheels.");
    }

    @AfterEach
    void behave() {
        FakeProvider _ = fake.always(Manner.well());
    }

    @AfterAll
    void closeAll() {
        if (server != null) {
            Void _ = Await.of(server.stop());
        }
        fake.close();
        Void _ = Await.of(vertx.close());
    }

    @Test
    void findsInTheRerankersOrder() throws Exception {
        JsonObject answer = post(
                "/api/v1/search/find",
                new JsonObject()
                        .put("query", "descale the kettle")
                        .put("level", 2)
                        .put("telemetry", true));

        JsonObject found = result(answer);
        JsonObject first = found.getJsonArray("resources").getJsonObject(0);
        assertThat(first.getString("uri")).isEqualTo(NOTES + "kettle.md");
        assertThat(first.getDouble("score")).isEqualTo(1.0);
        assertThat(first.fieldNames())
                .containsExactlyInAnyOrder("context_type", "uri", "level", "score", "abstract", "tags");
        assertThat(found.containsKey("degraded")).isFalse();
        JsonObject summary = answer.getJsonObject("telemetry").getJsonObject("summary");
        assertThat(summary.getString("operation")).isEqualTo("search.find");
        assertThat(summary.getJsonObject("vector").getInteger("searches")).isGreaterThan(1);
        assertThat(summary.getJsonObject("search").getInteger("typed_queries_count"))
                .isEqualTo(1);
        assertThat(fake.asked()).anyMatch(asked -> asked.path().equals("/rerank"));
        assertThat(get("/api/v1/observer/retrieval").getJsonObject("result").getString("status"))
                .containsPattern("Rerank Used +\\| +[1-9]");
    }

    @Test
    void answersInVectorOrderAndSaysSoWhileTheRerankerHangs() throws Exception {
        fake.always(new Manner.If(RERANKING, new Manner.Hang(), Manner.well()));

        JsonObject found = result(post(
                "/api/v1/search/find",
                new JsonObject().put("query", "descale the kettle").put("level", 2)));

        assertThat(found.getJsonArray("resources").getJsonObject(0).getString("uri"))
                .isEqualTo(NOTES + "kettle.md");
        assertThat(found.getJsonArray("degraded").encode()).contains("without the reranker");
        assertThat(get("/api/v1/observer/retrieval").getJsonObject("result").getString("status"))
                .containsPattern("Rerank Fallback +\\| +[1-9]");
    }

    @Test
    void tellsHowItFoundWhatItFound() throws Exception {
        JsonObject found = result(post(
                "/api/v1/search/search",
                new JsonObject()
                        .put("query", "green tea")
                        .put("include_provenance", true)
                        .put("target_uri", "viking://resources")));

        JsonObject provenance = found.getJsonArray("provenance").getJsonObject(0);
        assertThat(provenance.getString("query")).isEqualTo("green tea");
        assertThat(provenance.getJsonArray("searched_directories")).containsExactly("viking://resources");
        JsonObject matched = provenance.getJsonArray("matched_contexts").getJsonObject(0);
        assertThat(matched.fieldNames())
                .containsExactlyInAnyOrder("uri", "tier", "context_type", "score", "match_reason");
        JsonObject trace = provenance.getJsonObject("thinking_trace");
        List<String> types = trace.getJsonArray("events").stream()
                .map(event -> ((JsonObject) event).getString("event_type"))
                .distinct()
                .toList();
        assertThat(types)
                .contains(
                        "search_directory_start",
                        "search_directory_result",
                        "embedding_scores",
                        "rerank_scores",
                        "candidate_selected",
                        "candidate_excluded",
                        "directory_queued",
                        "convergence_check",
                        "search_converged",
                        "search_summary");
        assertThat(trace.getJsonObject("statistics").getString("mode")).isEqualTo("thinking");
        assertThat(trace.getJsonObject("statistics").getDouble("score_threshold"))
                .isEqualTo(0.1);
    }

    @Test
    void givesTheTextOfEachHitWhenItIsAskedTo() throws Exception {
        JsonObject found = result(post(
                "/api/v1/search/find",
                new JsonObject().put("query", "green tea").put("read_content", true)));

        JsonArray resources = found.getJsonArray("resources");
        assertThat(resources)
                .isNotEmpty()
                .allSatisfy(hit ->
                        assertThat(((JsonObject) hit).getString("content")).isNotNull());
        assertThat(resources.stream().map(JsonObject.class::cast))
                .anySatisfy(hit -> assertThat(hit.getString("content")).contains("Green tea is drunk in the morning."));
    }

    @Test
    void searchesForWhatTheConversationMeans() throws Exception {
        fake.always(new Manner.If(
                PLANNING,
                Manner.text(FakeModels.chatAnswer(
                                new JsonObject()
                                        .put("role", "assistant")
                                        .put(
                                                "content",
                                                "{\"reasoning\":\"it is the tea\",\"queries\":[{\"query\":\"descale kettle\","
                                                        + "\"context_type\":\"resource\",\"intent\":\"how\",\"priority\":1}]}"),
                                "stop")
                        .encode()),
                Manner.well()));

        JsonObject found = result(post(
                "/api/v1/search/search",
                new JsonObject()
                        .put("query", "how do I clean it?")
                        .put("level", 2)
                        .put("session_id", "s-1")));

        assertThat(found.getJsonObject("query_plan"))
                .isEqualTo(new JsonObject("{\"reasoning\":\"it is the tea\",\"queries\":[{\"query\":\"descale kettle\","
                        + "\"context_type\":\"resource\",\"intent\":\"how\",\"priority\":1}]}"));
        assertThat(found.getJsonArray("resources").getJsonObject(0).getString("uri"))
                .isEqualTo(NOTES + "kettle.md");
        assertThat(fake.asked()).anyMatch(asked -> asked.body().encode().contains("Tell me about green tea."));
    }

    @Test
    void searchesForTheWordsThemselvesWhenThePlannerTalks() throws Exception {
        JsonObject found = result(post(
                "/api/v1/search/search",
                new JsonObject().put("query", "green tea").put("session_id", "s-1")));

        assertThat(found.getJsonObject("query_plan").getString("reasoning")).contains("no plan could be made");
        assertThat(found.getJsonArray("degraded").encode()).contains("no plan could be made");
        assertThat(found.getJsonArray("resources")).isNotEmpty();
    }

    @Test
    void aSessionThatDoesNotExistIsEmptyAndOneThatIsNoneIsRefused() throws Exception {
        JsonObject found = result(post(
                "/api/v1/search/search",
                new JsonObject().put("query", "green tea").put("session_id", "unknown")));

        assertThat(found.containsKey("query_plan")).isFalse();
        assertThat(found.getJsonArray("resources")).isNotEmpty();
        assertThat(code(new JsonObject().put("query", "tea").put("session_id", "../s-1")))
                .isEqualTo("PERMISSION_DENIED");
        assertThat(code(new JsonObject().put("query", "tea").put("session_id", "viking://resources/notes")))
                .isEqualTo("INVALID_ARGUMENT");
    }

    @Test
    void refusesWhatMakesNoSense() throws Exception {
        JsonArray places = new JsonArray();
        for (int i = 0; i <= 100; i++) {
            places.add("viking://resources/d" + i);
        }

        assertThat(code(new JsonObject().put("query", "tea").put("target_uri", places)))
                .isEqualTo("INVALID_ARGUMENT");
        assertThat(code(new JsonObject().put("image_url", "https://example.com/a.png")))
                .isEqualTo("INVALID_ARGUMENT");
        assertThat(code(new JsonObject().put("image_url", "a.png"))).isEqualTo("INVALID_ARGUMENT");
        assertThat(code(new JsonObject().put("query", "tea").put("filter", new JsonObject("{\"op\":\"like\"}"))))
                .isEqualTo("INVALID_ARGUMENT");
        assertThat(code(new JsonObject().put("query", "tea").put("since", "soon")))
                .isEqualTo("INVALID_ARGUMENT");
    }

    private String code(JsonObject body) throws IOException, InterruptedException {
        return post("/api/v1/search/search", body).getJsonObject("error").getString("code");
    }

    private void write(String name, String text) throws IOException, InterruptedException {
        JsonObject _ = result(post(
                "/api/v1/content/write",
                new JsonObject()
                        .put("uri", NOTES + name)
                        .put("content", text)
                        .put("mode", "create")
                        .put("wait", true)));
    }

    private static JsonObject result(JsonObject answer) {
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
