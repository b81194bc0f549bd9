package io.knarr.model.remote;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request to a provider. Its headers hold the key: it is never printed.
 *
 * @param url absolute
 */
record Post(String url, Map<String, String> headers, Buffer body) {
    static Post of(String url, Credential credential, KeyHeader keyHeader, JsonObject body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        headers.put("accept", "application/json");
        headers.put("user-agent", "knarr");
        credential.apiKey().ifPresent(key -> keyHeader.put(headers, key));
        credential.headers().forEach((name, value) -> headers.put(name, value.reveal()));
        return new Post(url, headers, body.toBuffer());
    }

    /** Where a provider wants the key. */
    enum KeyHeader {
        BEARER,
        API_KEY;

        private void put(Map<String, String> headers, ApiKey key) {
            switch (this) {
                case BEARER -> headers.put("authorization", "Bearer " + key.reveal());
                case API_KEY -> headers.put("api-key", key.reveal());
            }
        }
    }

    @Override
    public String toString() {
        return "POST to a provider";
    }
}
