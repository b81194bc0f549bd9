package io.knarr.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadTest {
    private static final String PATH = "/api/v1/resources/temp_upload";
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
    void streamsTheFileToTheOperation() {
        String answer = upload(field("upload_mode", "shared") + file("file", "hand book.pdf", "content"));

        assertThat(answer)
                .isEqualTo(
                        "{\"status\":\"ok\",\"result\":{\"name\":\"hand book.pdf\",\"mode\":\"shared\",\"size\":7}}");
    }

    @Test
    void takesUnicodeNamesAndIgnoresOtherParts() {
        String name = new String("résumé.txt".getBytes(UTF_8), ISO_8859_1);
        String answer = upload(file("other", "x", "y") + field("more", "1") + file("file", name, ""));

        assertThat(new JsonObject(answer).getJsonObject("result").getString("name"))
                .isEqualTo("résumé.txt");
    }

    @Test
    void refusesAnUnknownMode() {
        assertThat(upload(field("upload_mode", "cloud") + file("file", "a", "b")))
                .contains("literal_error", "[\"body\",\"upload_mode\"]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--b--\r\n",
                "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\ntext\r\n--b--\r\n",
                "garbage"
            })
    void saysThatTheFileIsMissing(String body) {
        assertThat(send("multipart/form-data; boundary=b", body)).contains("\"missing\"", "[\"body\",\"file\"]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/mixed; boundary=b"
            })
    void saysSoForOtherContentTypes(String type) {
        assertThat(send(type, "{}")).contains("\"missing\"", "[\"body\",\"file\"]");
    }

    @Test
    void keepsTheConnectionUsableWhenTheFileWasNotRead() throws IOException {
        String body = file("file", "refused", "x".repeat(500_000)) + "--b--\r\n";
        try (Socket socket = server.connect()) {
            OutputStream out = socket.getOutputStream();
            out.write((head("multipart/form-data; boundary=b", body.length(), "keep-alive") + body + HEALTH)
                    .getBytes(ISO_8859_1));
            out.flush();

            assertThat(TestServer.one(socket.getInputStream())).startsWith("HTTP/1.1 400 ");
            assertThat(TestServer.one(socket.getInputStream())).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void failsTheStreamWhenTheClientGoesAway() throws Exception {
        try (Socket socket = server.connect()) {
            String part = file("file", "a", "x".repeat(100_000));
            socket.getOutputStream()
                    .write((head("multipart/form-data; boundary=b", 1_000_000, "close") + part).getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
        }

        assertThat(server.event()).isEqualTo("upload failed");
    }

    @Test
    void streamsManyMegabytes() {
        String content = "x".repeat(20 << 20);

        assertThat(upload(file("file", "big", content))).contains("\"size\":" + content.length());
    }

    private String upload(String parts) {
        return send("multipart/form-data; boundary=b", parts + "--b--\r\n");
    }

    private String send(String type, String body) {
        String answer = server.raw(head(type, body.length(), "close") + body);
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private static String head(String type, int length, String connection) {
        return "POST " + PATH + " HTTP/1.1\r\nHost: x\r\nConnection: " + connection + "\r\nContent-Type: " + type
                + "\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private static String field(String name, String value) {
        return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private static String file(String name, String fileName, String content) {
        return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" + fileName
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n" + content + "\r\n";
    }
}
