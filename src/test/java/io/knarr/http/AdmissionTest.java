package io.knarr.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.identity.AuthMode;
import io.knarr.wire.Answer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the server takes on, seen from outside. */
class AdmissionTest {
    private TestServer server = new TestServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void takesAsManyAsItMayAndTellsTheOthersWhenToComeBack() throws InterruptedException {
        bounded(8);
        List<CompletableFuture<HttpResponse<String>>> taken = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            taken.add(server.getAsync("/api/v1/content/read?uri=held"));
        }
        for (int i = 0; i < 8; i++) {
            assertThat(server.event()).isEqualTo("held");
        }

        for (int i = 0; i < 12; i++) {
            HttpResponse<String> refused = server.get("/api/v1/fs/ls?uri=viking://");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).contains("1");
            JsonObject body = new JsonObject(refused.body());
            assertThat(body.getString("status")).isEqualTo("error");
            assertThat(body.getJsonObject("error").getString("code")).isEqualTo("UNAVAILABLE");
            assertThat(body.getJsonObject("error").getString("message")).contains("limit_concurrency");
        }
        assertThat(server.get("/health").statusCode()).isEqualTo(200);
        assertThat(server.get("/ready").statusCode()).isEqualTo(503);

        server.held.complete(Answer.of("done"));
        taken.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
        assertThat(server.get("/api/v1/fs/ls?uri=viking://").statusCode()).isEqualTo(200);
    }

    @Test
    void countsRequestsAndNotConnections() throws IOException {
        bounded(1);
        List<Socket> idle = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            idle.add(server.connect());
        }
        assertThat(server.get("/api/v1/fs/ls?uri=viking://").statusCode()).isEqualTo(200);
        for (Socket socket : idle) {
            socket.close();
        }
    }

    @Test
    void refusesLargeBodiesThatDoNotFitBesideOthersAndTakesThemLater() throws IOException, InterruptedException {
        server.close();
        server = new TestServer(
                new AuthMode.Dev(), TestServer.settings(), AdmissionSettings.of(0, 8, 8, 200_000), Optional.empty());
        String large = "{'uri':'viking://resources/a.md','content':'" + "x".repeat(150_000) + "'}";
        try (Socket slow = server.connect()) {
            OutputStream out = slow.getOutputStream();
            out.write(("POST /api/v1/content/write HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                            + "Content-Length: 150000\r\n\r\n{")
                    .getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            HttpResponse<String> refused = refusal(large);

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("large bodies");
            assertThat(server.post("/api/v1/content/write", "{'uri':'viking://resources/a.md','content':'x'}")
                            .statusCode())
                    .isEqualTo(200);
        }
        HttpResponse<String> again = server.post("/api/v1/content/write", large);
        while (again.statusCode() == 503) {
            again = server.post("/api/v1/content/write", large);
        }
        assertThat(again.statusCode()).isEqualTo(200);
    }

    /** The slow request’s first bytes may still be on their way. */
    private HttpResponse<String> refusal(String body) {
        HttpResponse<String> answer = server.post("/api/v1/content/write", body);
        while (answer.statusCode() == 200) {
            answer = server.post("/api/v1/content/write", body);
        }
        return answer;
    }

    private void bounded(int mostInFlight) {
        server.close();
        server = new TestServer(
                new AuthMode.Dev(),
                TestServer.settings(),
                AdmissionSettings.of(mostInFlight, 8, 8, 1 << 20),
                Optional.empty());
    }
}
