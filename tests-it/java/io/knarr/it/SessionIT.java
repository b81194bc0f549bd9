package io.knarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three turns of an agent over a server as it comes: say something, commit, know it in another session. */
class SessionIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path directory;

    private static KnarrServer server;
    private static OvClient ov;
    private static Api api;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = KnarrServer.start(directory.resolve("data"));
        ov = OvClient.of(server, directory.resolve("client"));
        api = new Api(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void whatWasSaidIsKnownInAnotherSession() throws IOException, InterruptedException {
        JsonObject made = object(ov.json("session", "new", "--session-id", "trip"));
        assertThat(made.getString("uri")).isEqualTo("viking://user/default/sessions/trip");
        JsonObject added = object(ov.json(
                "session",
                "add-message",
                "trip",
                "--role",
                "user",
                "--content",
                "My name is Wilma. I prefer night trains to planes."));
        assertThat(added.getInteger("message_count")).isEqualTo(1);
        JsonObject context = object(ov.json("session", "get-session-context", "trip"));
        assertThat(context.getJsonArray("messages")).hasSize(1);

        JsonObject committed = object(ov.json("session", "commit", "trip"));

        assertThat(committed.getString("status")).isEqualTo("accepted");
        JsonObject task = ended(committed.getString("task_id"));
        assertThat(task.getString("status")).isEqualTo("completed");
        assertThat(task.getJsonObject("result").getJsonObject("memories_extracted"))
                .isEqualTo(new JsonObject().put("memory_write", 3));
        JsonObject archive = object(ov.json("session", "get-session-archive", "trip", "archive_001"));
        assertThat(archive.getString("overview")).startsWith("# Working Memory");
        assertThat(object(ov.json("session", "get", "trip")).getInteger("commit_count"))
                .isEqualTo(1);
        var _ = ov.json("wait");
        JsonObject found = object(ov.json("find", "does she like to fly?", "--context-type", "memory"));
        assertThat(found.getJsonArray("memories").encode()).contains("night trains");
        assertThat(String.valueOf(ov.json("read", "viking://user/default/memories/profile.md")))
                .contains("My name is Wilma.")
                .doesNotContain("MEMORY_FIELDS");
    }

    @Test
    void addsAMemoryInOneCommand() throws IOException, InterruptedException {
        assertThat(ov.run("add-memory", "Remember that the office closes at six.")
                        .exit())
                .isZero();
        var _ = ov.json("wait");

        awaitMemory("office closes at six");
    }

    private static void awaitMemory(String text) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        String found = "";
        while (!found.contains(text) && System.nanoTime() < end) {
            found = String.valueOf(ov.json("find", "when does the office close?", "--context-type", "memory"));
        }
        assertThat(found).contains(text);
    }

    @Test
    void listsConfiguresAndDeletesSessionsAsTables() throws IOException, InterruptedException {
        var _ = ov.json("session", "new", "--session-id", "gone", "--event-tags", "project=atlas");
        assertThat(ov.run("session", "list").out()).contains("gone");
        assertThat(ov.run("session", "get", "gone").out()).contains("project=atlas");
        assertThat(ov.run("session", "delete", "gone").exit()).isZero();
        assertThat(ov.run("session", "list").out()).doesNotContain("gone");
        assertThat(ov.run("session", "get", "gone").exit()).isEqualTo(1);
    }

    @Test
    void takesABatchOfAnAgentWithToolsAndKeepsLargeOutputsAside() throws IOException, InterruptedException {
        JsonObject tool = new JsonObject()
                .put("type", "tool")
                .put("tool_id", "call_1")
                .put("tool_name", "bash")
                .put("tool_input", new JsonObject().put("cmd", "cat log"))
                .put("tool_output", "ERROR in line 7\n".repeat(3000))
                .put("tool_status", "completed");
        JsonArray messages = new JsonArray()
                .add(new JsonObject().put("role", "user").put("content", "Look at the log."))
                .add(new JsonObject().put("role", "assistant").put("parts", new JsonArray().add(tool)));

        Api.Reply added = api.post("/api/v1/sessions/agent/messages/batch", new JsonObject().put("messages", messages));

        assertThat(added.status()).as("%s", added.body()).isEqualTo(200);
        assertThat(added.result().getInteger("added")).isEqualTo(2);
        JsonArray results =
                api.get("/api/v1/sessions/agent/tool-results").result().getJsonArray("tool_results");
        String id = results.getJsonObject(0).getString("tool_result_id");
        JsonObject found = api.get("/api/v1/sessions/agent/tool-results/" + id + "/search?q=line&limit=2")
                .result();
        assertThat(found.getJsonArray("matches")).hasSize(2);
        JsonObject read = api.get("/api/v1/sessions/agent/tool-results/" + id + "?offset=0&limit=5")
                .result();
        assertThat(read.getString("content")).isEqualTo("ERROR");
        assertThat(read.getBoolean("has_more")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/api/v1/sessions/x/messages|{\"role\":\"user\"}|Either 'content' or 'parts' must be provided",
                "/api/v1/sessions/x/messages|{\"content\":\"a\"}|role",
                "/api/v1/sessions/x/messages|{\"role\":\"user\",\"content\":\"a\",\"peer_id\":\"a@b@c\"}|peer_id",
                "/api/v1/sessions/x/messages|{\"role\":\"user\",\"parts\":[{\"type\":\"image_url\",\"image_url\":\"\"}]}|non-empty URL",
                "/api/v1/sessions|{\"memory_policy\":{\"odd\":1}}|memory_policy supports only",
                "/api/v1/sessions|{\"auto_commit_policy\":{\"odd\":1}}|odd",
                "/api/v1/sessions/trip2/commit|{\"keep_recent_turn_count\":1}|retention_mode='turn_budget' is required"
            })
    void saysWhatIsWrong(String path, String body, String message) throws IOException, InterruptedException {
        Api.Reply reply = api.post(path, new JsonObject(body));

        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(400);
        assertThat(reply.body().encode()).contains(message);
    }

    @Test
    void hasNothingToShowOfASessionThatIsNot() throws IOException, InterruptedException {
        Api.Reply reply = api.get("/api/v1/sessions/none/context");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.body().getJsonObject("error").getString("message")).isEqualTo("Session not found: none");
        assertThat(api.get("/api/v1/sessions/none").body().encode()).contains("Session none not found");
        assertThat(api.post("/api/v1/sessions/none/commit", new JsonObject()).status())
                .isEqualTo(404);
    }

    private static JsonObject ended(String task) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        JsonObject found = api.get("/api/v1/tasks/" + task).result();
        while (List.of("pending", "running").contains(found.getString("status")) && System.nanoTime() < end) {
            found = api.get("/api/v1/tasks/" + task).result();
        }
        return found;
    }

    private static JsonObject object(@Nullable Object result) {
        return (JsonObject) Objects.requireNonNull(result);
    }
}
