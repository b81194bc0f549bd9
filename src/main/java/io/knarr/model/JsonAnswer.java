package io.knarr.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the JSON object in what a model wrote: the text itself, a fenced block in it, or its first object; with the small
 * errors that models make forgiven (single quotes, names without quotes, commas too many, comments, an end that was cut
 * off). Pure; takes time linear in the text.
 */
public final class JsonAnswer {
    private static final Pattern FENCE = Pattern.compile("```[A-Za-z]*\\s*\\n(.*?)(?:```|\\z)", Pattern.DOTALL);
    private static final JsonMapper LENIENT = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(200).build())
                    .build())
            .enable(
                    JsonReadFeature.ALLOW_JAVA_COMMENTS,
                    JsonReadFeature.ALLOW_TRAILING_COMMA,
                    JsonReadFeature.ALLOW_SINGLE_QUOTES,
                    JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES,
                    JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS,
                    JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
            .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonAnswer() {}

    /** Empty when there is none. */
    public static Optional<JsonObject> in(String text) {
        Matcher fence = FENCE.matcher(text);
        String inner = fence.find() ? fence.group(1) : text;
        return fromFirstBrace(inner).or(() -> inner.equals(text) ? Optional.empty() : fromFirstBrace(text));
    }

    /** What follows the object is not looked at. */
    private static Optional<JsonObject> fromFirstBrace(String text) {
        int brace = text.indexOf('{');
        if (brace < 0) {
            return Optional.empty();
        }
        String json = text.substring(brace);
        return parsed(json).or(() -> parsed(closed(json)));
    }

    private static Optional<JsonObject> parsed(String json) {
        try {
            @SuppressWarnings("unchecked") // the names of a JSON object are texts
            Map<String, Object> object = LENIENT.readValue(json, Map.class);
            return Optional.of(new JsonObject(object));
        } catch (JsonProcessingException malformed) {
            return Optional.empty();
        }
    }

    /** With the quotes and brackets that are still open closed: what is left when an answer was cut. */
    private static String closed(String json) {
        Deque<Character> open = new ArrayDeque<>();
        boolean quoted = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
                continue;
            }
            switch (c) {
                case '"' -> quoted = true;
                case '{' -> open.push('}');
                case '[' -> open.push(']');
                case '}', ']' -> open.poll();
                default -> {}
            }
        }
        StringBuilder whole = new StringBuilder(json);
        if (quoted) {
            whole.append('"');
        }
        open.forEach(whole::append);
        return whole.toString();
    }
}
