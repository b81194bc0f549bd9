package io.knarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.testing.FakeModels;
import io.knarr.testing.FakeProvider;
import io.knarr.testing.Manner;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code find} and {@code search} as the released {@code ov} client sends them: to a server as it comes, on texts in languages
 * that its model does not speak, and to one with a reranker and a planner.
 */
class SearchIT {
    private static final String NOTES = "viking://resources/notes/";
    private static final String PLAN = "{\"reasoning\":\"it is the kettle\",\"queries\":["
            + "{\"query\":\"descale kettle\",\"context_type\":\"resource\",\"intent\":\"how\",\"priority\":1},"
            + "{\"query\":\"vinegar\",\"context_type\":\"resource\"}]}";

    @TempDir
    private static Path directory;

    private static Vertx vertx;
    private static FakeProvider provider;
    private static KnarrServer plain;
    private static KnarrServer judged;
    private static OvClient ov;
    private static OvClient ovJudged;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        vertx = Vertx.vertx();
        provider = FakeProvider.start(vertx);
        plain = KnarrServer.start(directory.resolve("plain"));
        judged = KnarrServer.start(
                directory.resolve("judged"),
                Map.of(
                        "KNARR_RERANK_PROVIDER", "openai",
                        "KNARR_RERANK_API_BASE", provider.address() + "/rerank",
                        "KNARR_QUERY_PLANNER_PROVIDER", "openai",
                        "KNARR_QUERY_PLANNER_MODEL", "planner",
                        "KNARR_QUERY_PLANNER_API_BASE", provider.address() + "/v1"));
        ov = OvClient.of(plain, directory.resolve("client"));
        ovJudged = OvClient.of(judged, directory.resolve("client-judged"));
        JsonObject _ = new Api(plain).add("notes.zip", Api.zip(notes()), to("notes"));
        JsonObject _ = new Api(judged).add("notes.zip", Api.zip(drinks()), to("notes"));
        Api.Reply said = new Api(judged)
                .post(
                        "/api/v1/sessions/s-1/messages",
                        new JsonObject().put("role", "user").put("content", "My kettle is full of chalk."));
        assertThat(said.status()).as("%s", said.body()).isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        plain.close();
        judged.close();
        provider.close();
        var _ = vertx.close();
    }

    private static JsonObject to(String name) {
        return new JsonObject().put("to", "viking://resources/" + name);
    }

    private static Map<String, String> notes() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("zh-refund.md", "# 退款\n\n退款会在十四天之内支付到您的银行账户。\n");
        files.put("zh-holiday.md", "# 休假\n\n每位员工每年有三十天的带薪假期。\n");
        files.put("zh-parking.md", "# 停车\n\n地下车库的停车位需要提前预订。\n");
        files.put("ja-refund.md", "# 返金\n\n返金は十四日以内に銀行口座へ振り込まれます。\n");
        files.put("ja-holiday.md", "# 休暇\n\n有給休暇は一年に三十日あります。\n");
        files.put("ja-parking.md", "# 駐車場\n\n地下の駐車場は予約が必要です。\n");
        files.put("tea.md", "# Tea\n\nGreen tea is drunk in the morning.\n");
        return files;
    }

    private static Map<String, String> drinks() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("tea.md", "# Tea\n\nGreen tea is drunk in the morning.\n");
        files.put("kettle.md", "# Kettle\n\nDescale the kettle with vinegar.\n");
        files.put("cars.md", "# Cars\n\nA car has four wheels.\n");
        return files;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "退款什么时候支付, zh-refund",
        "员工有多少天假期, zh-holiday",
        "车库停车位, zh-parking",
        "返金はいつですか, ja-refund",
        "有給休暇は何日, ja-holiday",
        "駐車場の予約, ja-parking"
    })
    void findsChineseAndJapaneseByWords(String question, String note) throws Exception {
        List<String> found = found(ov, "find", question, "-L", "2", "-n", "3");

        assertThat(found.getFirst()).startsWith(NOTES + note);
    }

    @Test
    void ordersAsTheRerankerSays() throws Exception {
        JsonArray resources = resources(ovJudged, "find", "descale kettle", "-L", "2");

        assertThat(resources.getJsonObject(0).getString("uri")).startsWith(NOTES + "kettle");
        assertThat(resources.getJsonObject(0).getDouble("score")).isEqualTo(1.0);
        assertThat(table("find", "descale kettle", "-L", "2")).contains(NOTES + "kettle");
        assertThat(table("observer", "retrieval")).contains("Rerank Used");
    }

    @Test
    void showsTheTextOfHits() throws Exception {
        JsonArray resources = resources(ovJudged, "find", "descale kettle", "-L", "2", "--read-content");

        assertThat(resources.getJsonObject(0).getString("content")).contains("Descale the kettle with vinegar.");
        assertThat(table("find", "descale kettle", "-L", "2", "--read-content"))
                .contains("Descale the kettle with vinegar.");
        assertThat(table("search", "descale kettle", "-L", "2", "--read-content"))
                .contains("Descale the kettle with vinegar.");
    }

    @Test
    void searchesForWhatTheConversationMeans() throws Exception {
        String answer = FakeModels.chatAnswer(
                        new JsonObject().put("role", "assistant").put("content", PLAN), "stop")
                .encode();
        provider.always(new Manner.If("current_request", Manner.text(answer), Manner.well()));
        try {
            JsonObject found = (JsonObject) Objects.requireNonNull(
                    ovJudged.json("search", "how do I clean it", "--session-id", "s-1", "-L", "2"));

            assertThat(found.getJsonObject("query_plan").getJsonArray("queries"))
                    .hasSize(2);
            assertThat(found.getJsonArray("resources").getJsonObject(0).getString("uri"))
                    .startsWith(NOTES + "kettle");
            assertThat(table("search", "how do I clean it", "--session-id", "s-1"))
                    .contains(NOTES + "kettle");
            assertThat(provider.asked())
                    .anyMatch(asked -> asked.body().encode().contains("My kettle is full of chalk."));
        } finally {
            provider.always(Manner.well());
        }
    }

    @Test
    void keepsItsOrderAndSaysSoWhileTheRerankerIsAway() throws Exception {
        provider.always(Manner.status(400));
        try {
            JsonObject found = (JsonObject) Objects.requireNonNull(ovJudged.json("find", "descale kettle", "-L", "2"));

            assertThat(found.getJsonArray("degraded").encode()).contains("without the reranker");
            assertThat(found.getJsonArray("resources").getJsonObject(0).getString("uri"))
                    .startsWith(NOTES + "kettle");
        } finally {
            provider.always(Manner.well());
        }
    }

    private static List<String> found(OvClient client, String... arguments) throws IOException, InterruptedException {
        return resources(client, arguments).stream()
                .map(hit -> ((JsonObject) hit).getString("uri"))
                .toList();
    }

    private static JsonArray resources(OvClient client, String... arguments) throws IOException, InterruptedException {
        JsonArray resources = ((JsonObject) Objects.requireNonNull(client.json(arguments))).getJsonArray("resources");
        assertThat(resources).as(String.join(" ", arguments)).isNotEmpty();
        return resources;
    }

    /** What a command prints for people. */
    private static String table(String... arguments) throws IOException, InterruptedException {
        Processes.Result result = ovJudged.run(arguments);
        assertThat(result.exit())
                .as("ov %s\n%s", String.join(" ", arguments), result.all())
                .isZero();
        return result.out();
    }
}
