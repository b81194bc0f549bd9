package io.knarr.runtime;

import io.vertx.core.json.DecodeException;
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
import java.util.Optional;

/** Calls the server as any HTTP client would, on the thread of the command. A refusal is an {@code IOException}. */
final class DemoClient {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String BOUNDARY = "knarr-demo-boundary";

    private final HttpClient http;
    private final String base;

    DemoClient(HttpClient http, String base) {
        this.http = http;
        this.base = base;
    }

    /** The envelope of a read; {@code uri} becomes a query parameter. */
    JsonObject get(String path, String uri) throws IOException, InterruptedException {
        return get(path + "?uri=" + URLEncoder.encode(uri, StandardCharsets.UTF_8));
    }

    JsonObject get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + path)).GET());
    }

    JsonObject post(String path, JsonObject body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.encode())));
    }

    /** Uploads a file and returns the id to add it by. */
    String upload(String fileName, byte[] content) throws IOException, InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + fileName
                        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return send(HttpRequest.newBuilder(URI.create(base + "/api/v1/resources/temp_upload"))
                        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                        .POST(BodyPublishers.ofByteArray(body.toByteArray())))
                .getJsonObject("result")
                .getString("temp_file_id");
    }

    private JsonObject send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response =
                http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        try {
            JsonObject envelope = new JsonObject(response.body());
            if (response.statusCode() == 200) {
                return envelope;
            }
            String message = Optional.ofNullable(envelope.getJsonObject("error"))
                    .map(error -> error.getString("message"))
                    .orElse("no message");
            throw new IOException(response.uri().getPath() + " answered " + response.statusCode() + ": " + message);
        } catch (DecodeException notJson) {
            throw new IOException(response.uri().getPath() + " did not answer in JSON", notJson);
        }
    }
}
