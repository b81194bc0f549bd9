package io.knarr.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpVerticleTest {
    private TestServer server;

    @BeforeAll
    void start() {
        server = new TestServer();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void answersInStyleN() {
        HttpResponse<String> answer = server.get("/api/v1/fs/ls?uri=viking://r%C3%A9sum%C3%A9");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"status\":\"ok\",\"result\":\"viking://résumé\",\"error\":null,\"telemetry\":null,"
                        + "\"profile\":null}");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("X-Process-Time").orElseThrow()).matches("0\\.[0-9]{6}");
        assertThat(answer.headers().firstValue("X-Request-ID").orElseThrow()).hasSize(36);
    }

    @Test
    void answersInStyleC() {
        HttpResponse<String> answer = server.post("/api/v1/content/write", "{'uri':'u','content':'four'}");

        assertThat(answer.body()).isEqualTo("{\"status\":\"ok\",\"result\":{\"length\":4,\"kept\":null}}");
    }

    @Test
    void answersFaultsOfOperationsInStyleN() {
        HttpResponse<String> answer = server.get("/api/v1/fs/stat?uri=viking://x");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(new JsonObject(answer.body())).isEqualTo(new JsonObject("""
                        {"status":"error","result":null,"error":{"code":"NOT_FOUND","message":"File not found: viking://x",
                        "details":{"type":"file","resource":"viking://x"}},"telemetry":null,"profile":null}"""));
    }

    @Test
    void answersResultLevelErrorsInStyleC() {
        HttpResponse<String> answer = server.post("/api/v1/resources", "{'path':'https://a.b'}");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body())
                .isEqualTo("{\"status\":\"error\",\"error\":{\"code\":\"PROCESSING_ERROR\","
                        + "\"message\":\"it went wrong\"}}");
    }

    @Test
    void tellsNothingOfTheInsideWhenAnOperationThrows() {
        HttpResponse<String> answer = server.get("/api/v1/fs/attrs?uri=u");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"status\":\"error\",\"result\":null,\"error\":{\"code\":\"INTERNAL\","
                                + "\"message\":\"Internal server error\",\"details\":null},\"telemetry\":null,\"profile\":null}");
        assertThat(answer.headers().firstValue("X-Process-Time")).isEmpty();
        assertThat(answer.headers().firstValue("X-Request-ID")).isPresent();
    }

    @Test
    void saysWhenToComeBack() {
        HttpResponse<String> answer = server.post("/api/v1/system/wait", "{}");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    }

    @Test
    void answersUnimplementedForWhatNobodyRegistered() {
        HttpResponse<String> answer = server.get("/api/v1/sessions");

        assertThat(answer.statusCode()).isEqualTo(501);
        assertThat(error(answer).getString("code")).isEqualTo("UNIMPLEMENTED");
        assertThat(new JsonObject(answer.body()).fieldNames()).contains("result", "profile");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/api/v1", "/api/v1/nothing", "/api/v1//fs/ls", "/%2Fapi/v1/fs/ls", "/studio/x", "/health/x"
            })
    void knowsNoOtherPaths(String path) {
        HttpResponse<String> answer = server.get(path);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(new JsonObject(answer.body()).fieldNames()).containsExactly("status", "error");
        assertThat(error(answer).getString("code")).isEqualTo("NOT_FOUND");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/v1/fs/ls, GET",
        "PUT, /health, GET",
        "GET, /api/v1/search/find, POST",
        "OPTIONS, /health, GET"
    })
    void refusesOtherMethods(String method, String path, String allowed) {
        HttpResponse<String> answer = server.send(method, path, "");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains(allowed);
        assertThat(error(answer).getString("code")).isEqualTo("UNKNOWN");
    }

    @Test
    void doesNotDeriveHeadFromGet() {
        String answer = server.raw("HEAD /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 405 ")
                .containsIgnoringCase("allow: GET")
                .endsWith("\r\n\r\n");
    }

    @Test
    void redirectsAFinalSlash() {
        HttpResponse<String> answer = server.get("/api/v1/fs/ls/?uri=viking://a%20b");

        assertThat(answer.statusCode()).isEqualTo(307);
        assertThat(answer.headers().firstValue("Location")).contains("/api/v1/fs/ls?uri=viking://a%20b");
    }

    @Test
    void keepsAnEscapedSlashInsideItsSegment() {
        HttpResponse<String> answer = server.get("/api/v1/tasks/a%2Fb%20c%25");

        assertThat(new JsonObject(answer.body()).getString("result")).isEqualTo("a/b c%");
    }

    @Test
    void leavesBrokenEscapesAsTheyAre() {
        assertThat(server.raw("GET /api/v1/tasks/%zz%4 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .contains("\"result\":\"%zz%4\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"uri\":}", "{\"uri\":\"a\"} x", "nul", "\u00ff", "{\"a\":NaN}", "   "})
    void tellsMalformedJson(String body) {
        HttpResponse<String> answer = server.post("/api/v1/fs/mkdir", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        JsonObject first = error(answer)
                .getJsonObject("details")
                .getJsonArray("validation_errors")
                .getJsonObject(0);
        assertThat(first.getString("type")).isEqualTo("json_invalid");
        assertThat(first.getJsonArray("loc").getString(1)).matches("[0-9]+");
    }

    @Test
    void refusesJsonThatIsTooDeep() {
        HttpResponse<String> answer = server.post("/api/v1/search/find", "[".repeat(100_000) + "]".repeat(100_000));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("json_invalid");
    }

    @Test
    void needsABodyWhereTheDocumentSaysSo() {
        HttpResponse<String> answer = server.post("/api/v1/fs/mkdir", "");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(error(answer).getString("message")).isEqualTo("Invalid request parameters: body: Field required");
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, 200",
        "application/json; charset=utf-8, 200",
        "APPLICATION/JSON, 200",
        "application/vnd.knarr+json, 200",
        "text/plain, 400",
        "application/x-www-form-urlencoded, 400",
        "jsonish, 400"
    })
    void readsBodiesByTheirContentType(String type, int status) {
        HttpResponse<String> answer = server.post("/api/v1/fs/mkdir", "{'uri':'u'}", "Content-Type", type);

        assertThat(answer.statusCode()).isEqualTo(status);
    }

    @Test
    void readsABodyWithoutContentType() {
        assertThat(server.post("/api/v1/fs/mkdir", "{'uri':'u'}").statusCode()).isEqualTo(200);
    }

    @Test
    void ignoresContentTypeAndBodyWhereThereIsNone() {
        HttpResponse<String> answer =
                server.send("DELETE", "/api/v1/fs?uri=u&recursive=True&profile=0", "{", "Content-Type", "text/plain");

        assertThat(answer.body()).contains("\"result\":true");
    }

    @Test
    void sendsFilesAsTheyAre() {
        HttpResponse<String> answer = server.get("/api/v1/content/download?uri=u&profile=0");

        assertThat(answer.body()).isEqualTo("text");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/octet-stream");
        assertThat(answer.headers().firstValue("Content-Length")).contains("4");
        assertThat(answer.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename*=UTF-8''na%C3%AFve%20%281%29.txt");
    }

    @Test
    void answersAFailureBeforeTheFirstByteAsAnError() {
        HttpResponse<String> answer = server.get("/api/v1/content/download?uri=early");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Disposition")).isEmpty();
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(error(answer).getString("code")).isEqualTo("NOT_FOUND");
    }

    @Test
    void breaksOffWhenAFileCannotBeSentWhole() {
        String answer = server.raw("GET /api/v1/content/download?uri=late HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("some");
    }

    @Test
    void tellsHealthWithoutAnybodyAsking() {
        HttpResponse<String> answer = server.get("/health");

        assertThat(answer.body())
                .isEqualTo("{\"status\":\"ok\",\"healthy\":true,\"version\":\"0.9.0\",\"auth_mode\":\"dev\"}");
    }

    @Test
    void tellsHealthWhoAsks() {
        HttpResponse<String> answer = server.get("/health", "X-API-Key", "any", "X-OpenViking-User", "alice");

        assertThat(answer.body()).endsWith("\"account_id\":\"default\",\"user_id\":\"alice\",\"role\":\"root\"}");
    }

    @Test
    void isUnreadyWith503AndNoEnvelope() {
        HttpResponse<String> answer = server.get("/ready");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("{\"status\":\"not_ready\"}");
    }

    @Test
    void servesTheDocumentItsPageAndIcons() {
        JsonObject document = new JsonObject(server.get("/openapi.json").body());
        assertThat(document.getJsonObject("info").getString("title")).isEqualTo("OpenViking API");
        assertThat(document.getJsonObject("info").getString("version")).isEqualTo("0.1.0");

        HttpResponse<String> page = server.get("/docs");
        assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(page.body()).contains("/api/v1/search/find").doesNotContain("<script");

        HttpResponse<String> icon = server.get("/mcp/favicon.ico");
        assertThat(icon.statusCode()).isEqualTo(200);
        assertThat(icon.headers().firstValue("Cache-Control")).contains("public, max-age=86400");
    }

    @Test
    void echoesTheRequestId() {
        assertThat(server.get("/health", "X-Request-ID", "a.B_9:-").headers().firstValue("X-Request-ID"))
                .contains("a.B_9:-");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Request-ID: a b",
                "X-Request-ID:",
                "X-Request-ID: a\r\nX-Request-ID: a",
                "X-Request-ID: \u00e4"
            })
    void refusesBadRequestIdsBeforeAnythingElse(String header) {
        String answer = server.raw("GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + header + "\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .containsIgnoringCase("x-request-id: ")
                .doesNotContainIgnoringCase("x-process-time")
                .contains("{\"status\":\"error\",\"error\":{\"code\":\"INVALID_ARGUMENT\",\"message\":\"");
    }

    @Test
    void refusesALongRequestId() {
        assertThat(server.get("/health", "X-Request-ID", "x".repeat(128)).statusCode())
                .isEqualTo(200);
        assertThat(server.get("/health", "X-Request-ID", "x".repeat(129)).statusCode())
                .isEqualTo(400);
    }

    @Test
    void refusesBadPeers() {
        assertThat(server.get("/api/v1/fs/ls?uri=u", "X-OpenViking-Actor-Peer", "a/b")
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.get("/api/v1/fs/ls?uri=u", "X-OpenViking-Actor-Peer", "-home-me-project")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void refusesAdministrationWithoutManagedKeys() {
        assertThat(server.get("/api/v1/admin/accounts").statusCode()).isEqualTo(403);
    }

    @Test
    void answersTheParserOfHttpInTheEnvelope() {
        String answer = server.raw("GET /" + "x".repeat(70_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(answer).contains(" 414 ").contains("\"code\":\"UNKNOWN\"");
    }

    private static JsonObject error(HttpResponse<String> answer) {
        return new JsonObject(answer.body()).getJsonObject("error");
    }
}
