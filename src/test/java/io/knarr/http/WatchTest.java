package io.knarr.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.identity.AuthMode;
import io.knarr.observe.Labels;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WatchTest {
    private static Labels labels(String method, String route, String status) {
        return Labels.of("method", method, "route", route, "status", status);
    }

    @Test
    void metricsAreOffUntilSomebodyTurnsThemOn() {
        try (TestServer server = new TestServer()) {
            var answer = server.get("/metrics");

            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
            assertThat(answer.body().lines()).hasSize(1);
        }
    }

    @Test
    void answersWhatTheMetersSay() {
        try (TestServer server = new TestServer(
                new AuthMode.Dev(),
                TestServer.settings(),
                AdmissionSettings.of(0, 8, 8, 1 << 20),
                Optional.of(() -> Future.succeededFuture(Buffer.buffer("up 1\n"))))) {
            var answer = server.get("/metrics");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValue("text/plain; version=0.0.4; charset=utf-8");
            assertThat(answer.body()).isEqualTo("up 1\n");
        }
    }

    @Test
    void countsByRouteAndNeverByWhatWasSent() {
        try (TestServer server = new TestServer()) {
            var _ = server.get("/api/v1/tasks/one");
            var _ = server.get("/api/v1/tasks/two");
            var _ = server.get("/api/v1/fs/stat?uri=viking://resources/secret");
            var _ = server.get("/made/up");
            var _ = server.send("BREW", "/made/up/too", "");
            await(server, "other", 2);

            assertThat(server.meters.count("http.requests", labels("GET", "/api/v1/tasks/{task_id}", "200")))
                    .isEqualTo(2);
            assertThat(server.meters.count("http.requests", labels("GET", "/api/v1/fs/stat", "404")))
                    .isEqualTo(1);
            assertThat(server.meters.count("http.requests", labels("GET", "other", "404")))
                    .isEqualTo(1);
            assertThat(server.meters.count("http.requests", labels("other", "other", "404")))
                    .isEqualTo(1);
            assertThat(server.meters
                            .figures("http.request.duration", labels("GET", "/api/v1/tasks/{task_id}", "200"))
                            .count())
                    .isEqualTo(2);
        }
    }

    /** The last thing that is counted on the one loop; what came before has been. */
    private static void await(TestServer server, String route, int times) {
        server.onLoop(() -> {});
        assertThat(server.meters.count("http.requests", labels("GET", route, "404"))
                        + server.meters.count("http.requests", labels("other", route, "404")))
                .isEqualTo(times);
    }

    @Test
    void knowsWhatIsInFlightAndForgetsItAtTheEnd() throws Exception {
        try (TestServer server = new TestServer()) {
            try (var socket = server.connect()) {
                socket.getOutputStream()
                        .write("GET /api/v1/tasks/held HTTP/1.1\r\nHost: x\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                assertThat(server.event()).isEqualTo("task held");

                assertThat(server.meters.gauge("http.inflight.requests")).isEqualTo(1);
            }
            assertThat(server.event()).isEqualTo("gone");
            server.onLoop(() -> {});

            assertThat(server.meters.gauge("http.inflight.requests")).isZero();
            assertThat(server.meters.count("http.requests", labels("GET", "/api/v1/tasks/{task_id}", "aborted")))
                    .isEqualTo(1);
        }
    }
}
