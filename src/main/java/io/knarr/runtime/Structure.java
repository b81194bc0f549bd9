package io.knarr.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads values that are objects or lists of objects; as text they are JSON. Nothing for what has another shape. */
final class Structure {
    private static final JsonMapper JSON = new JsonMapper();

    private Structure() {}

    static Optional<Map<String, Object>> object(Object given) {
        Object value = parsed(given);
        if (!(value instanceof Map<?, ?> map)) {
            return Optional.empty();
        }
        Map<String, Object> object = new LinkedHashMap<>();
        map.forEach((name, inner) -> {
            if (inner != null) {
                object.put(String.valueOf(name), inner);
            }
        });
        return Optional.of(object);
    }

    static Optional<Map<String, Secret>> headers(Object given) {
        return object(given)
                .filter(object -> object.values().stream().allMatch(String.class::isInstance))
                .map(object -> {
                    Map<String, Secret> headers = new LinkedHashMap<>();
                    object.forEach((name, value) -> headers.put(name, new Secret(String.valueOf(value))));
                    return headers;
                });
    }

    static Optional<List<AccountSettings>> accounts(Object given) {
        Object value = parsed(given);
        // One alone is what “backup” is.
        List<?> items = value instanceof List<?> list ? list : value instanceof Map<?, ?> ? List.of(value) : null;
        if (items == null) {
            return Optional.empty();
        }
        List<AccountSettings> accounts = new ArrayList<>();
        for (Object item : items) {
            Optional<AccountSettings> account = item == null ? Optional.empty() : account(item);
            if (account.isEmpty()) {
                return Optional.empty();
            }
            accounts.add(account.get());
        }
        return Optional.of(accounts);
    }

    private static Optional<AccountSettings> account(Object given) {
        Optional<Map<String, Object>> object = object(given);
        if (object.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> fields = object.get();
        Object key = fields.get("api_key");
        Object headers = fields.getOrDefault("extra_headers", Map.of());
        Optional<Optional<Secret>> secret =
                key == null ? Optional.of(Optional.empty()) : Kind.providerKey().read(key);
        return secret.flatMap(apiKey -> headers(headers)
                .map(extra -> new AccountSettings(
                        text(fields.get("id")),
                        text(fields.get("provider")).or(() -> text(fields.get("backend"))),
                        text(fields.get("model")),
                        apiKey,
                        text(fields.get("api_base")),
                        text(fields.get("api_version")),
                        extra)));
    }

    private static Optional<String> text(@Nullable Object value) {
        return value instanceof String text && !text.isBlank() ? Optional.of(text.strip()) : Optional.empty();
    }

    private static @Nullable Object parsed(Object given) {
        if (!(given instanceof String text)) {
            return given;
        }
        try {
            return JSON.readValue(text, Object.class);
        } catch (JsonProcessingException notJson) {
            return null;
        }
    }
}
