package io.knarr.it;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Calls a server as any HTTP client would. */
public final class Api {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private final Map<String, String> headers;

    public Api(KnarrServer server) {
        this(server, Map.of());
    }

    /** @param headers sent with each call */
    public Api(KnarrServer server, Map<String, String> headers) {
        this.base = server.url("");
        this.headers = headers;
    }

    /** An answer; the body is empty when it is not JSON. */
    public record Reply(int status, JsonObject body, HttpResponse<byte[]> raw) {
        public JsonObject result() {
            return body.getJsonObject("result");
        }

        public String code() {
            return body.getJsonObject("error").getString("code");
        }
    }

    public Reply get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + path)).GET());
    }

    public Reply delete(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + path)).DELETE());
    }

    public Reply post(String path, JsonObject body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.encode())));
    }

    public Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
        headers.forEach(request::setHeader);
        HttpResponse<byte[]> response =
                client.send(request.timeout(Duration.ofMinutes(5)).build(), HttpResponse.BodyHandlers.ofByteArray());
        String text = new String(response.body(), StandardCharsets.UTF_8);
        boolean json = response.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
        return new Reply(response.statusCode(), json ? new JsonObject(text) : new JsonObject(), response);
    }

    /** Uploads bytes and returns the id to use them by. */
    public String upload(String fileName, byte[] content) throws IOException, InterruptedException {
        String boundary = "knarr-test-boundary";
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + fileName
                        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        Reply reply = send(HttpRequest.newBuilder(URI.create(base + "/api/v1/resources/temp_upload"))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.ofByteArray(body.toByteArray())));
        if (reply.status() != 200) {
            throw new IllegalStateException("upload failed: " + reply.body());
        }
        return reply.result().getString("temp_file_id");
    }

    /** Uploads and adds a source, and waits until it is indexed. */
    public JsonObject add(String fileName, byte[] content, JsonObject more) throws IOException, InterruptedException {
        JsonObject request = new JsonObject()
                .put("temp_file_id", upload(fileName, content))
                .put("wait", true)
                .mergeIn(more);
        Reply reply = post("/api/v1/resources", request);
        if (reply.status() != 200) {
            throw new IllegalStateException("import failed: " + reply.body());
        }
        return reply.result();
    }

    public static byte[] zip(Map<String, String> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    /** A query parameter, escaped. */
    public static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
