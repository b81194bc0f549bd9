package io.knarr.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.wire.Endpoint;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random requests, most of them near to what the document allows: none may fail the server or hang it. */
class FuzzTest {
    private static final int REQUESTS = 5_000;
    private static final List<String> METHODS =
            List.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND", "X");
    private static final List<String> TEXTS = List.of(
            "",
            "viking://resources",
            "viking://~/x",
            "%2F",
            "%zz",
            "..",
            "é😀",
            "\u0000",
            "true",
            "10",
            "-1",
            "1e309",
            "null",
            "[]",
            "a=b,c=d",
            "x".repeat(2000));
    private static final List<String> TYPES =
            List.of("application/json", "text/plain", "multipart/form-data; boundary=b", "application/x+json;q=1", ",");

    private final long seed = Long.getLong("test.seed", 20261121L);
    private final Random random = new Random(seed);
    private final List<JsonObject> operations = new ArrayList<>();

    @Test
    void neverBreaksTheServer() throws IOException {
        JsonObject document = new JsonObject(TestServer.DOCUMENT.json());
        for (Endpoint endpoint : TestServer.DOCUMENT.endpoints()) {
            JsonObject item = document.getJsonObject("paths").getJsonObject(endpoint.path());
            JsonObject operation = item.getJsonObject(endpoint.method().toLowerCase(Locale.ROOT));
            if (operation != null && !hangsOrThrows(endpoint.id())) {
                operations.add(operation.copy().put("path", endpoint.path()).put("method", endpoint.method()));
            }
        }
        try (TestServer server = new TestServer()) {
            Socket socket = server.connect();
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int i = 0; i < REQUESTS; i++) {
                byte[] request = request();
                String shown = new String(request, StandardCharsets.ISO_8859_1);
                try {
                    socket.getOutputStream().write(request);
                    String answer = TestServer.one(in);
                    assertThat(answer)
                            .as("seed %d, request %d: %s", seed, i, shown)
                            .startsWith("HTTP/1.1 ");
                    int status = Integer.parseInt(answer.substring(9, 12));
                    assertThat(status < 500 || status == 501 || status == 503)
                            .as("seed %d, request %d: %s%n%s", seed, i, shown, answer)
                            .isTrue();
                    if (answer.toLowerCase(Locale.ROOT).contains("connection: close")) {
                        socket.close();
                        socket = server.connect();
                        in = new BufferedInputStream(socket.getInputStream());
                    }
                } catch (IOException failure) {
                    throw new AssertionError("seed %d, request %d: %s".formatted(seed, i, shown), failure);
                }
            }
            socket.close();
            assertThat(server.get("/health").statusCode()).isEqualTo(200);
        }
    }

    /** The operations of the test server that fail on purpose. */
    private static boolean hangsOrThrows(String id) {
        return List.of("fs.attrs", "resources.add").contains(id);
    }

    private byte[] request() {
        JsonObject operation = pick(operations);
        String path = operation.getString("path").replaceAll("\\{\\w+}", escaped(pick(TEXTS)) + "x");
        StringBuilder query = new StringBuilder();
        for (Object one : operation.getJsonArray("parameters", new JsonArray())) {
            JsonObject parameter = (JsonObject) one;
            if (parameter.getString("in").equals("query") && random.nextInt(4) > 0) {
                query.append('&')
                        .append(parameter.getString("name"))
                        .append('=')
                        .append(escaped(scalar(parameter.getJsonObject("schema"))));
            }
        }
        String method = random.nextInt(10) == 0 ? pick(METHODS) : operation.getString("method");
        String target =
                (random.nextInt(20) == 0 ? path + escaped(pick(TEXTS)) : path) + (query.isEmpty() ? "" : "?" + query);
        String body = body(operation);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 && random.nextInt(10) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        String head = method + " " + target + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + bytes.length
                + (random.nextInt(5) > 0
                        ? "\r\nContent-Type: " + (random.nextInt(5) > 0 ? TYPES.getFirst() : pick(TYPES))
                        : "")
                + (random.nextInt(10) == 0 ? "\r\nX-OpenViking-User: " + random.nextInt() : "")
                + (random.nextInt(20) == 0 ? "\r\nOrigin: https://x" : "")
                + "\r\n\r\n";
        byte[] headBytes = head.getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = Arrays.copyOf(headBytes, headBytes.length + bytes.length);
        System.arraycopy(bytes, 0, all, headBytes.length, bytes.length);
        return all;
    }

    private String body(JsonObject operation) {
        JsonObject media =
                operation.getJsonObject("requestBody", new JsonObject()).getJsonObject("content", new JsonObject());
        JsonObject schema =
                media.getJsonObject("application/json", new JsonObject()).getJsonObject("schema");
        if (media.containsKey("multipart/form-data")) {
            return "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n" + pick(TEXTS)
                    + "\r\n--b--\r\n";
        }
        if (schema == null || random.nextInt(20) == 0) {
            return random.nextInt(3) == 0 ? String.valueOf(any(3)) : "";
        }
        JsonObject body = new JsonObject();
        for (var property : schema.getJsonObject("properties")) {
            if (random.nextInt(3) > 0) {
                body.put(property.getKey(), value((JsonObject) property.getValue()));
            }
        }
        if (random.nextInt(10) == 0) {
            body.put(pick(TEXTS), any(2));
        }
        return body.encode();
    }

    private Object value(JsonObject schema) {
        return switch (random.nextInt(6)) {
            case 0 -> any(3);
            case 1 -> new JsonArray().add(scalar(schema));
            default -> {
                String scalar = scalar(schema);
                yield scalar.matches("-?[0-9]{1,9}") ? Integer.valueOf(scalar) : scalar;
            }
        };
    }

    private String scalar(JsonObject schema) {
        JsonArray choices = schema.getJsonArray("enum");
        if (choices != null && random.nextInt(4) > 0) {
            return String.valueOf(choices.getValue(random.nextInt(choices.size())));
        }
        return switch (String.valueOf(schema.getValue("type"))) {
            case "integer", "number" ->
                random.nextInt(5) == 0 ? pick(TEXTS) : Integer.toString(random.nextInt(-2, 300));
            case "boolean" -> random.nextInt(5) == 0 ? pick(TEXTS) : Boolean.toString(random.nextBoolean());
            default -> pick(TEXTS);
        };
    }

    private Object any(int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> random.nextInt();
            case 1 -> random.nextDouble();
            case 2 -> random.nextBoolean();
            case 3 -> pick(TEXTS);
            case 4 -> Long.MAX_VALUE;
            case 5 -> new JsonArray().add(any(depth - 1)).add(any(depth - 1));
            default -> new JsonObject().put(pick(TEXTS), any(depth - 1)).putNull("none");
        };
    }

    private static String escaped(String text) {
        return PercentText.encode(text).replace("%25", "%");
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
