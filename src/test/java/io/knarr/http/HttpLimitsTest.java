package io.knarr.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.identity.AuthMode;
import io.knarr.testing.Await;
import io.knarr.wire.Answer;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies that are too large, too slow or broken off; connections that idle; clients that go away; shutting down. */
class HttpLimitsTest {
    private static final String MKDIR = "POST /api/v1/fs/mkdir HTTP/1.1\r\nHost: x\r\n";
    private static final String HEALTH = "GET /health HTTP/1.1\r\nHost: x\r\n\r\n";
    private TestServer server;

    @BeforeEach
    void start() {
        server = new TestServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void refusesADeclaredLengthBeforeTheBodyComes() throws IOException {
        try (Socket socket = server.connect()) {
            write(socket, MKDIR + "Content-Length: 67108865\r\nExpect: 100-continue\r\n\r\n");

            assertThat(TestServer.one(socket.getInputStream()))
                    .startsWith("HTTP/1.1 413 ")
                    .contains("\"code\":\"UNKNOWN\"");
        }
    }

    @Test
    void refusesAnAbsurdLength() throws IOException {
        try (Socket socket = server.connect()) {
            write(socket, MKDIR + "Content-Length: 99999999999999999999\r\n\r\n");

            assertThat(TestServer.one(socket.getInputStream())).startsWith("HTTP/1.1 4");
        }
    }

    @Test
    void refusesAStreamAsSoonAsItIsTooLong() throws IOException {
        restart(1000, Duration.ofSeconds(5), Duration.ofSeconds(30));
        try (Socket socket = server.connect()) {
            write(socket, MKDIR + "Transfer-Encoding: chunked\r\n\r\n");
            write(socket, "3e8\r\n" + "x".repeat(1000) + "\r\n");
            write(socket, "1\r\nx\r\n");

            assertThat(TestServer.one(socket.getInputStream())).startsWith("HTTP/1.1 413 ");

            write(socket, "0\r\n\r\n" + HEALTH);
            assertThat(TestServer.one(socket.getInputStream())).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void asksForTheBodyWhenTheClientWaitsForThat() throws IOException {
        try (Socket socket = server.connect()) {
            write(socket, MKDIR + "Content-Length: 11\r\nExpect: 100-continue\r\n\r\n");
            assertThat(TestServer.one(socket.getInputStream())).startsWith("HTTP/1.1 100 ");

            write(socket, "{\"uri\":\"u\"}");
            assertThat(TestServer.one(socket.getInputStream())).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void readsABodyThatDripsIn() throws IOException {
        try (Socket socket = server.connect()) {
            write(socket, MKDIR + "Content-Length: 11\r\n\r\n");
            for (char letter : "{\"uri\":\"u\"}".toCharArray()) {
                write(socket, String.valueOf(letter));
                assertThat(server.get("/health").statusCode()).isEqualTo(200);
            }

            assertThat(TestServer.one(socket.getInputStream())).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void givesUpOnABodyThatNeverEnds() throws IOException {
        restart(1000, Duration.ofSeconds(5), Duration.ofMillis(200));
        try (Socket socket = server.connect()) {
            write(socket, "POST /api/v1/fs/mkdir HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n{");

            assertThat(TestServer.one(socket.getInputStream()))
                    .startsWith("HTTP/1.1 504 ")
                    .contains("\"code\":\"DEADLINE_EXCEEDED\"", "\"operation\":\"fs.mkdir\"", "\"timeout\":0.2");
        }
    }

    @Test
    void survivesABodyThatIsBrokenOff() throws IOException {
        for (int i = 0; i < 20; i++) {
            try (Socket socket = server.connect()) {
                write(socket, MKDIR + "Content-Length: 100\r\n\r\n{\"uri\"");
            }
        }

        assertThat(server.get("/health").statusCode()).isEqualTo(200);
    }

    @Test
    void keepsTheConnectionUsableWhenABodyWasNotWanted() throws IOException {
        try (Socket socket = server.connect()) {
            String body = "x".repeat(300_000);
            write(
                    socket,
                    "POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n" + body + HEALTH);

            assertThat(TestServer.one(socket.getInputStream())).startsWith("HTTP/1.1 501 ");
            assertThat(TestServer.one(socket.getInputStream())).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void readsAndChecksALargeBodyInThePool() {
        String content = "x".repeat((64 << 20) - 100);

        HttpResponse<String> answer =
                server.post("/api/v1/content/write", "{\"uri\":\"u\",\"content\":\"" + content + "\"}");

        assertThat(answer.body()).contains("\"length\":" + content.length());
        assertThat(server.meters.figures("pool.run").count()).isEqualTo(2);
    }

    @Test
    void writesALargeAnswerInThePool() {
        assertThat(server.get("/api/v1/content/read?uri=u&limit=5000000").body())
                .hasSizeGreaterThan(5_000_000);
        assertThat(server.meters.figures("pool.run").count()).isEqualTo(1);
    }

    @Test
    void readsASmallBodyOnTheLoop() {
        assertThat(server.post("/api/v1/fs/mkdir", "{'uri':'u'}").statusCode()).isEqualTo(200);
        assertThat(server.meters.figures("pool.run").count()).isZero();
    }

    @Test
    void answersAtTheDeadlineAndTellsTheOperation() throws Exception {
        restart(1000, Duration.ofSeconds(5), Duration.ofMillis(100));

        HttpResponse<String> answer = server.get("/api/v1/tasks/held");

        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(server.event()).isEqualTo("task held");
        assertThat(server.event()).isEqualTo("gone");
    }

    @Test
    void tellsTheOperationWhenTheClientGoesAway() throws Exception {
        try (Socket socket = server.connect()) {
            write(socket, "GET /api/v1/tasks/held HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(server.event()).isEqualTo("task held");
        }

        assertThat(server.event()).isEqualTo("gone");
    }

    @Test
    void givesUpTheCallsThatAnOperationMadeForAClientThatWentAway() throws Exception {
        try (Socket socket = server.connect()) {
            write(socket, "GET /api/v1/tasks/calls%20out HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(server.event()).isEqualTo("task calls out");
        }

        assertThat(server.event()).isEqualTo("call given up");
    }

    @Test
    void closesIdleConnectionsButNotBusyOnes() throws Exception {
        restart(1000, Duration.ofMillis(200), Duration.ofSeconds(30));
        try (Socket idle = server.connect();
                Socket used = server.connect();
                Socket busy = server.connect()) {
            write(busy, "GET /api/v1/tasks/held HTTP/1.1\r\nHost: x\r\n\r\n");
            write(used, HEALTH);
            assertThat(TestServer.one(used.getInputStream())).startsWith("HTTP/1.1 200 ");

            assertThat(idle.getInputStream().read()).isEqualTo(-1);
            assertThat(used.getInputStream().read()).isEqualTo(-1);
            server.held.complete(Answer.of("at last"));
            assertThat(TestServer.one(busy.getInputStream())).contains("at last");
        }
    }

    @Test
    void drainsBeforeItStops() throws Exception {
        try (Socket running = server.connect();
                Socket late = server.connect()) {
            write(running, "GET /api/v1/tasks/held HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(server.event()).isEqualTo("task held");
            Future<Void> stopped = server.stop();

            assertThat(refusal(late))
                    .startsWith("HTTP/1.1 503 ")
                    .containsIgnoringCase("connection: close")
                    .contains("UNAVAILABLE");
            assertThat(late.getInputStream().read()).isEqualTo(-1);
            assertThat(stopped.isComplete()).isFalse();

            server.held.complete(Answer.of("at last"));
            assertThat(TestServer.one(running.getInputStream())).contains("at last");
            Await.of(stopped);
        }
    }

    /** Stopping reaches the loop a little later than the call returns. */
    private static String refusal(Socket socket) throws IOException {
        String answer;
        do {
            write(socket, HEALTH);
            answer = TestServer.one(socket.getInputStream());
        } while (answer.startsWith("HTTP/1.1 200 "));
        return answer;
    }

    private void restart(long maxBody, Duration keepAlive, Duration timeout) {
        server.close();
        server = new TestServer(new AuthMode.Dev(), TestServer.settings(List.of("*"), maxBody, keepAlive, timeout));
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(ISO_8859_1));
        out.flush();
    }
}
