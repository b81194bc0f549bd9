package io.knarr.model.remote;

import io.knarr.model.remote.Question.Unreadable;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where each form of answer keeps its vectors. Each method throws {@link Unreadable} for what is not there. */
final class EmbeddingReply {
    private EmbeddingReply() {}

    /** {@code data[{index, embedding}]}; an answer without indexes is in order. */
    static List<float[]> byIndex(JsonObject reply, int expected) {
        JsonArray data = present(reply.getJsonArray("data"), "data");
        float[][] vectors = new float[expected][];
        for (int i = 0; i < data.size(); i++) {
            JsonObject item = present(data.getJsonObject(i), "data");
            int index = item.getInteger("index", i);
            if (index < 0 || index >= expected || vectors[index] != null) {
                throw new Unreadable("the index " + index + " among " + expected + " texts");
            }
            vectors[index] = vector(item.getValue("embedding"));
        }
        List<float[]> found = Arrays.stream(vectors).filter(Objects::nonNull).toList();
        if (found.size() != expected) {
            throw new Unreadable(found.size() + " vectors for " + expected + " texts");
        }
        return found;
    }

    static JsonArray floats(JsonObject reply) {
        JsonObject embeddings = present(reply.getJsonObject("embeddings"), "embeddings");
        return present(embeddings.getJsonArray("float"), "embeddings.float");
    }

    static List<float[]> plain(@Nullable JsonArray vectors) {
        List<float[]> read = new ArrayList<>();
        present(vectors, "vectors").forEach(vector -> read.add(vector(vector)));
        return read;
    }

    static float[] single(JsonObject reply) {
        return vector(present(reply.getJsonObject("data"), "data").getValue("embedding"));
    }

    /** Numbers, or the bytes of 32-bit floats, the lowest first, in Base64. */
    private static float[] vector(@Nullable Object embedding) {
        return switch (embedding) {
            case JsonArray numbers -> numbers(numbers);
            case String base64 -> packed(base64);
            case null, default -> throw new Unreadable("a vector is missing");
        };
    }

    private static float[] numbers(JsonArray numbers) {
        float[] vector = new float[numbers.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = present(numbers.getFloat(i), "a number");
        }
        return vector;
    }

    private static float[] packed(String base64) {
        try {
            ByteBuffer bytes =
                    ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
            float[] vector = new float[bytes.remaining() / Float.BYTES];
            bytes.asFloatBuffer().get(vector);
            return vector;
        } catch (IllegalArgumentException notBase64) {
            throw new Unreadable("a vector that is no Base64");
        }
    }

    /** MiniMax says 200 and means it only when this is 0. */
    static void requireMinimaxSuccess(Roster.Account account, JsonObject reply) {
        JsonObject base = reply.getJsonObject("base_resp", new JsonObject());
        int code = base.getInteger("status_code", 0);
        if (code == 0) {
            return;
        }
        int status = switch (code) {
            case 1002, 1039 -> 429;
            case 1004, 2049 -> 401;
            case 1008 -> 402;
            case 2013 -> 400;
            default -> 502;
        };
        Complaint complaint = new Complaint(base.getString("status_msg", ""), Integer.toString(code));
        throw account.failures().refused(status, complaint, Optional.empty());
    }

    /** As far as the provider said, in any of the usual places. */
    static long tokens(JsonObject reply) {
        JsonObject usage = reply.getJsonObject("usage", new JsonObject());
        JsonObject billed =
                reply.getJsonObject("meta", new JsonObject()).getJsonObject("billed_units", new JsonObject());
        long total = usage.getLong("total_tokens", reply.getLong("total_tokens", billed.getLong("input_tokens", 0L)));
        return usage.getLong("prompt_tokens", total);
    }

    private static <T> T present(@Nullable T value, String name) {
        if (value == null) {
            throw new Unreadable("it has no " + name);
        }
        return value;
    }
}
