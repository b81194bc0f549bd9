package io.knarr.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and writes JSON as the contract has it: bounded in depth, no white space, no escapes beyond the needed. */
public final class Json {
    private static final int DEEPEST = 128;

    /** One value takes up to ten times the memory of its text, and each is looked at; a real request has some thousands. */
    private static final long MOST_TOKENS = 2_000_000;

    // Without canonicalised names: their table refuses bodies whose keys were made to collide, and keeps keys of
    // callers.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxTokenCount(MOST_TOKENS)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private Json() {}

    /**
     * One JSON value: {@code JsonObject}, {@code JsonArray}, {@code String}, {@code Number}, {@code Boolean} or null.
     *
     * @throws InvalidRequest {@code json_invalid} with the position; also for more than 128 levels or two million values
     */
    public static @Nullable Object read(InputStream bytes) {
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            try {
                parser.nextToken();
                Object value = value(parser);
                if (parser.nextToken() != null) {
                    throw invalid(parser);
                }
                return value;
            } catch (StreamConstraintsException tooMuch) {
                throw invalid(
                        parser,
                        "JSON may have at most " + DEEPEST + " levels and " + MOST_TOKENS
                                + " brackets, names and values");
            } catch (JsonProcessingException | CharConversionException malformed) {
                throw invalid(parser);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static InvalidRequest invalid(JsonParser parser) {
        return invalid(parser, "This is not valid JSON");
    }

    private static InvalidRequest invalid(JsonParser parser, String message) {
        long position = Math.max(0, parser.currentLocation().getCharOffset());
        return InvalidRequest.of("json_invalid", message, "body", Long.toString(position));
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> {
                JsonObject object = new JsonObject();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    object.put(name, value(parser));
                }
                yield object;
            }
            case START_ARRAY -> {
                JsonArray array = new JsonArray();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(parser));
                }
                yield array;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case null, default -> throw invalid(parser);
        };
    }

    /** The value as bytes. @throws IllegalArgumentException for values that JSON does not know */
    public static Buffer write(@Nullable Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            write(value, generator);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return Buffer.buffer(text.toString());
    }

    private static void write(@Nullable Object value, JsonGenerator to) throws IOException {
        switch (value) {
            case null -> to.writeNull();
            case String text -> to.writeString(text);
            case Boolean flag -> to.writeBoolean(flag);
            case Double number -> to.writeNumber(Double.isFinite(number) ? number : 0.0);
            case Float number -> to.writeNumber(Float.isFinite(number) ? number : 0.0f);
            case Integer number -> to.writeNumber(number);
            case Long number -> to.writeNumber(number);
            case Number number -> to.writeNumber(number.toString());
            case JsonObject object -> write(object.getMap(), to);
            case JsonArray array -> write(array.getList(), to);
            case Map<?, ?> map -> {
                to.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    to.writeFieldName(String.valueOf(entry.getKey()));
                    write(entry.getValue(), to);
                }
                to.writeEndObject();
            }
            case Iterable<?> many -> {
                to.writeStartArray();
                for (Object one : many) {
                    write(one, to);
                }
                to.writeEndArray();
            }
            default -> throw new IllegalArgumentException("not a JSON value: " + value.getClass());
        }
    }

    /** Whether writing it takes more than about this many characters; looks no further than that. */
    public static boolean isLarger(@Nullable Object value, int characters) {
        return left(value, characters) < 0;
    }

    private static int left(@Nullable Object value, int budget) {
        int left = budget - 4;
        switch (value) {
            case String text -> left -= text.length();
            case JsonObject object -> left = left(object.getMap(), left);
            case JsonArray array -> left = left(array.getList(), left);
            case Map<?, ?> map -> {
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    left = left(
                            entry.getValue(),
                            left - String.valueOf(entry.getKey()).length());
                    if (left < 0) {
                        return left;
                    }
                }
            }
            case Iterable<?> many -> {
                for (Object one : many) {
                    left = left(one, left);
                    if (left < 0) {
                        return left;
                    }
                }
            }
            case null, default -> {}
        }
        return left;
    }
}
