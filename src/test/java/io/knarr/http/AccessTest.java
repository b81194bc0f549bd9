package io.knarr.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.identity.AccountId;
import io.knarr.identity.AuthMode;
import io.knarr.identity.Identity;
import io.knarr.identity.Role;
import io.knarr.identity.RootKey;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys over the wire, the order in which things are checked, and pages of other origins. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTest {
    private static final Identity ALICE = new Identity(new AccountId("acme"), "alice", Role.USER);
    private TestServer server;

    @BeforeAll
    void start() {
        AuthMode mode = new AuthMode.ApiKey(
                new RootKey("root"),
                key -> Future.succeededFuture(Optional.of(ALICE).filter(_ -> key.equals("alice-key"))));
        HttpSettings settings = TestServer.settings();
        server = new TestServer(
                mode,
                TestServer.settings(
                        List.of("https://a.example"),
                        settings.maxBodyBytes(),
                        settings.keepAlive(),
                        settings.keepAlive()));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void knowsTheUserByTheKeyAndNotByHeaders() {
        for (String[] header :
                List.of(new String[] {"X-API-Key", "alice-key"}, new String[] {"Authorization", "Bearer alice-key"})) {
            HttpResponse<String> answer =
                    server.post("/api/v1/fs/mkdir", "{'uri':'u'}", header[0], header[1], "X-OpenViking-User", "bob");

            assertThat(new JsonObject(answer.body()).getString("result")).isEqualTo("alice u");
        }
    }

    @Test
    void answersMissingAndWrongKeysInStyleN() {
        for (String key : List.of("wrong", "")) {
            HttpResponse<String> answer = server.get("/api/v1/fs/ls?uri=u", "X-API-Key", key);

            assertThat(answer.statusCode()).isEqualTo(401);
            JsonObject body = new JsonObject(answer.body());
            assertThat(body.fieldNames())
                    .containsExactlyInAnyOrder("status", "result", "error", "telemetry", "profile");
            assertThat(body.getJsonObject("error").getString("code")).isEqualTo("UNAUTHENTICATED");
            assertThat(body.getJsonObject("error").getJsonObject("details")).isEqualTo(new JsonObject());
        }
    }

    @ParameterizedTest
    @CsvSource({"alice-key, 200", "root, 200", "wrong, 200"})
    void isHealthyForEverybody(String key, int status) {
        HttpResponse<String> answer = server.get("/health", "X-API-Key", key);

        assertThat(answer.statusCode()).isEqualTo(status);
        JsonObject body = new JsonObject(answer.body());
        assertThat(body.getString("auth_mode")).isEqualTo("api_key");
        assertThat(body.getString("user_id"))
                .isEqualTo(key.equals("alice-key") ? "alice" : key.equals("root") ? "default" : null);
    }

    @Test
    void keepsTheRootKeyFromDataUnderEverySpelling() {
        assertThat(server.get("/api/v1/tasks/a", "X-API-Key", "root").statusCode())
                .isEqualTo(200);
        for (String path : List.of("/api/v1/fs/ls?uri=u", "/api/v1/%66s/ls?uri=u", "/api/v1/tasks/../fs/ls?uri=u")) {
            assertThat(server.get(path, "X-API-Key", "root").statusCode()).isIn(403, 404);
        }
    }

    @Test
    void checksJsonThenKeyThenFieldsThenRole() {
        assertThat(server.post("/api/v1/fs/mkdir", "{").statusCode()).isEqualTo(400);
        assertThat(server.post("/api/v1/fs/mkdir", "{}").statusCode()).isEqualTo(401);
        assertThat(server.post("/api/v1/fs/mkdir", "{}", "X-API-Key", "alice-key")
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.post("/api/v1/fs/mkdir", "{'uri':'u'}", "X-API-Key", "alice-key")
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> admin = server.get("/api/v1/admin/accounts", "X-API-Key", "alice-key");
        assertThat(admin.statusCode()).isEqualTo(403);
        assertThat(admin.body()).contains("Requires role: root");
    }

    @Test
    void doesNotReadALargeBodyOfAStranger() {
        String body = "{\"uri\":\"" + "x".repeat(JsonBody.SMALL) + "\"";

        assertThat(server.post("/api/v1/fs/mkdir", body).statusCode()).isEqualTo(401);
    }

    @Test
    void letsPagesOfAllowedOriginsCall() {
        HttpResponse<String> answer = server.get("/health", "Origin", "https://a.example");

        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("https://a.example");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials"))
                .contains("true");
        assertThat(answer.headers().firstValue("Access-Control-Expose-Headers")).contains("X-Request-ID");
        assertThat(server.get("/health", "Origin", "https://b.example")
                        .headers()
                        .firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    @Test
    void answersPreflightsWithoutAKey() {
        HttpResponse<String> answer = preflight(server, "https://a.example");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("OK");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("https://a.example");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Methods"))
                .contains("DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Headers")).contains("x-api-key");
        assertThat(answer.headers().firstValue("Access-Control-Max-Age")).contains("600");
        assertThat(answer.headers().firstValue("X-Request-ID")).isEmpty();
        assertThat(preflight(server, "https://b.example").statusCode()).isEqualTo(400);
    }

    @Test
    void letsAllPagesCallByDefault() {
        try (TestServer open = new TestServer()) {
            assertThat(open.get("/health", "Origin", "https://x.example")
                            .headers()
                            .firstValue("Access-Control-Allow-Origin"))
                    .contains("*");
            assertThat(open.get("/health", "Origin", "https://x.example", "Cookie", "a=b")
                            .headers()
                            .firstValue("Access-Control-Allow-Origin"))
                    .contains("https://x.example");
            assertThat(open.get("/nothing", "Origin", "https://x.example")
                            .headers()
                            .firstValue("Access-Control-Allow-Origin"))
                    .contains("*");
            assertThat(preflight(open, "https://x.example").headers().firstValue("Access-Control-Allow-Origin"))
                    .contains("https://x.example");
        }
    }

    private static HttpResponse<String> preflight(TestServer server, String origin) {
        return server.send(
                "OPTIONS",
                "/api/v1/search/find",
                "",
                "Origin",
                origin,
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "x-api-key");
    }
}
