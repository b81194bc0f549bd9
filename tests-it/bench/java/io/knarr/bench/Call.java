package io.knarr.bench;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;

/** A request to be sent. */
record Call(HttpMethod method, String path, Map<String, String> headers, Buffer body) {
    static Call get(String path) {
        return new Call(HttpMethod.GET, path, Map.of(), Buffer.buffer());
    }

    static Call post(String path, JsonObject body) {
        return new Call(HttpMethod.POST, path, Map.of("Content-Type", "application/json"), body.toBuffer());
    }

    /** Of the question and nothing else. */
    static Call find(String question) {
        return post("/api/v1/search/find", Finds.request(question, 10));
    }

    Call with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(headers);
        all.putAll(more);
        return new Call(method, path, Map.copyOf(all), body);
    }
}
