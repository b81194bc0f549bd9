package io.knarr.session;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Parts as they are stored and answered (sessions 4.5). */
public final class PartJson {
    private static final List<String> ALWAYS = List.of("tool_id", "tool_name", "tool_uri", "skill_uri", "tool_status");
    private static final List<String> KNOWN =
            List.of("tool_input", "tool_output", "duration_ms", "prompt_tokens", "completion_tokens");
    private static final String EXTERNAL = "tool_output_";

    private PartJson() {}

    public static JsonObject write(Part part) {
        return switch (part) {
            case Part.Text(String text) -> new JsonObject().put("type", "text").put("text", text);
            case Part.Context(String uri, String type, String summary) ->
                new JsonObject()
                        .put("type", "context")
                        .put("uri", uri)
                        .put("context_type", type)
                        .put("abstract", summary);
            case Part.Image(String url, Optional<String> detail) -> {
                JsonObject image = new JsonObject().put("url", url);
                detail.ifPresent(value -> image.put("detail", value));
                yield new JsonObject().put("type", "image_url").put("image_url", image);
            }
            case Part.Tool tool -> tool(tool.fields());
        };
    }

    private static JsonObject tool(JsonObject fields) {
        JsonObject json = new JsonObject().put("type", "tool");
        ALWAYS.forEach(key -> json.put(key, fields.getString(key, key.equals("tool_status") ? "pending" : "")));
        KNOWN.forEach(key -> putIfFilled(json, key, fields.getValue(key)));
        for (String key : fields.fieldNames()) {
            if (key.startsWith(EXTERNAL)) {
                putIfFilled(json, key, fields.getValue(key));
            }
        }
        if (!fields.getBoolean("tool_output_truncated", false)) {
            json.remove("tool_output_truncated");
        }
        if ("text/plain".equals(fields.getValue("tool_output_mime_type"))) {
            json.remove("tool_output_mime_type");
        }
        return json;
    }

    private static void putIfFilled(JsonObject json, String key, Object value) {
        boolean empty = value == null || "".equals(value) || (value instanceof JsonObject object && object.isEmpty());
        if (!empty) {
            json.put(key, value);
        }
    }

    /** Reads what was stored; what cannot be understood becomes text. */
    public static Part read(JsonObject json) {
        return switch (text(json, "type", "text")) {
            case "context" ->
                new Part.Context(
                        text(json, "uri", ""), text(json, "context_type", "memory"), text(json, "abstract", ""));
            case "image_url" -> {
                Object image = json.getValue("image_url");
                yield image instanceof JsonObject object
                        ? new Part.Image(text(object, "url", ""), Optional.ofNullable(object.getString("detail")))
                        : new Part.Image(image == null ? "" : image.toString(), Optional.empty());
            }
            case "tool" -> {
                JsonObject fields = json.copy();
                fields.remove("type");
                ALWAYS.forEach(key -> fields.put(key, text(json, key, key.equals("tool_status") ? "pending" : "")));
                if (json.getValue("tool_output") != null) {
                    fields.put("tool_output", text(json, "tool_output", ""));
                }
                yield new Part.Tool(fields);
            }
            case "text" -> new Part.Text(text(json, "text", ""));
            default -> new Part.Text(json.getValue("text") == null ? json.encode() : text(json, "text", ""));
        };
    }

    /** A value as text, whatever it is. */
    private static String text(JsonObject json, String key, String fallback) {
        return switch (json.getValue(key)) {
            case null -> fallback;
            case String text -> text;
            case JsonObject object -> object.encode();
            case JsonArray array -> array.encode();
            case Object other -> other.toString();
        };
    }

    /** JSON with a space after commas and colons: what token estimates are made of (sessions 2). */
    static String spaced(Object value) {
        return switch (value) {
            case JsonObject object -> object.isEmpty() ? "" : spaced(object.getMap());
            case JsonArray array -> spaced(array.getList());
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> quoted(String.valueOf(entry.getKey())) + ": " + element(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case List<?> list -> list.stream().map(PartJson::element).collect(Collectors.joining(", ", "[", "]"));
            default -> element(value);
        };
    }

    private static String element(Object value) {
        return switch (value) {
            case null -> "null";
            case String text -> quoted(text);
            case JsonObject object -> object.isEmpty() ? "{}" : spaced(object);
            case JsonArray array -> spaced(array);
            case Map<?, ?> map -> spaced(map);
            case List<?> list -> spaced(list);
            default -> value.toString();
        };
    }

    private static String quoted(String text) {
        return new JsonArray().add(text).encode().substring(1).replaceFirst("]$", "");
    }
}
