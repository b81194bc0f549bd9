package io.knarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What memory plugins ask for: a block of text out of memories, documents and skills. */
class RecallIT {
    private static final String MEMORIES = "viking://user/default/memories/";

    @TempDir
    private static Path directory;

    private static KnarrServer server;
    private static Api api;

    @BeforeAll
    static void fill() throws IOException, InterruptedException {
        server = KnarrServer.start(directory.resolve("data"));
        api = new Api(server);
        write("preferences/notices.md", "Wants notices about refunds by e-mail, never by telephone.");
        write("entities/acme.md", "# Acme\n\nA shop that pays refunds within fourteen days.");
        write(
                "events/refund.md",
                "# Refund\n\n## Summary\n\nGot a refund for a broken kettle.\n\n## Details\n\nThe shop paid after a week.");
        JsonObject _ = api.add(
                "handbook.md",
                "# Handbook\n\nRefunds are paid within fourteen days.".getBytes(StandardCharsets.UTF_8),
                new JsonObject());
        Api.Reply skill = api.post(
                "/api/v1/skills",
                new JsonObject()
                        .put("data", "---\nname: refund\ndescription: Pays a refund\n---\n\nAsk for the receipt.\n")
                        .put("wait", true));
        assertThat(skill.status()).as(skill.body().encode()).isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void write(String path, String text) throws IOException, InterruptedException {
        Api.Reply reply = api.post(
                "/api/v1/content/write",
                new JsonObject()
                        .put("uri", MEMORIES + path)
                        .put("content", text)
                        .put("mode", "create")
                        .put("wait", true));
        assertThat(reply.status()).as(reply.body().encode()).isEqualTo(200);
    }

    private static List<String> categories(JsonObject result) {
        return result.getJsonArray("entries").stream()
                .map(entry -> ((JsonObject) entry).getString("category"))
                .toList();
    }

    @Test
    void servesEachBucketWithinTheBudget() throws IOException, InterruptedException {
        JsonObject result = api.post(
                        "/api/v1/search/search",
                        new JsonObject()
                                .put("query", "how are refunds paid")
                                .put("mode", "context")
                                .put("purpose", "chat")
                                .put("max_tokens", 600))
                .result();

        assertThat(categories(result)).contains("preferences", "entities", "events", "resources", "skills");
        assertThat(result.getString("rendered"))
                .contains(
                        "by e-mail", "uri=\"" + MEMORIES + "events/refund.md\"", "viking://user/default/skills/refund");
        JsonObject stats = result.getJsonObject("stats");
        assertThat(stats.getInteger("used_tokens")).isBetween(1, 600);
        assertThat(stats.containsKey("retrieval_errors")).isFalse();
        assertThat(stats.getJsonObject("dedup").getString("status")).isEqualTo("off");
    }

    @Test
    void aSmallBudgetIsKept() throws IOException, InterruptedException {
        JsonObject result = api.post(
                        "/api/v1/search/search",
                        new JsonObject()
                                .put("query", "refunds")
                                .put("mode", "context")
                                .put("max_tokens", 64))
                .result();

        assertThat(result.getString("rendered").length() / 4).isLessThanOrEqualTo(64);
        assertThat(result.getJsonObject("stats").getInteger("dropped")).isPositive();
    }

    @Test
    void olderPluginsRecall() throws IOException, InterruptedException {
        Api.Reply reply = api.post(
                "/api/v1/search/recall",
                new JsonObject().put("query", "refunds").put("max_chars", 4000).put("min_score", 0.1));

        assertThat(reply.raw().headers().firstValue("Deprecation")).contains("true");
        assertThat(reply.raw().headers().firstValue("Link"))
                .contains("</api/v1/search/search>; rel=\"successor-version\"");
        assertThat(categories(reply.result())).contains("events", "entities").doesNotContain("resources");
        assertThat(reply.result()
                        .getJsonObject("stats")
                        .getJsonObject("deprecated")
                        .getJsonArray("aliases_used"))
                .containsExactly("max_chars", "min_score");
    }
}
