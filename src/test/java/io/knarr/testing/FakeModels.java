package io.knarr.testing;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * The right answers of providers, in their forms. Writing answers {@code You said: …}; reranking scores by the share of
 * the question’s words that a document has.
 *
 * @param dimensions of vectors
 * @param obedient whether a request may ask for others
 */
public record FakeModels(int dimensions, boolean obedient) {
    FakeModels(int dimensions) {
        this(dimensions, true);
    }

    Buffer answer(FakeProvider.Asked request) {
        JsonObject body = request.body();
        String path = request.path();
        JsonObject json;
        if (path.endsWith("/embeddings/multimodal")) {
            String text = body.getJsonArray("input").getJsonObject(0).getString("text");
            json = new JsonObject().put("data", new JsonObject().put("embedding", vector(text, body)));
        } else if (path.endsWith("/v2/embed")) {
            json = new JsonObject().put("embeddings", new JsonObject().put("float", vectors(texts(body), body)));
        } else if (path.endsWith("/embeddings") && body.containsKey("texts")) {
            json = new JsonObject()
                    .put("vectors", vectors(texts(body), body))
                    .put("base_resp", new JsonObject().put("status_code", 0));
        } else if (path.endsWith("/embeddings")) {
            json = openAiEmbeddings(body);
        } else if (path.endsWith("/chat/completions")) {
            json = chat(body);
        } else {
            json = rerank(path, body);
        }
        return json.toBuffer();
    }

    private static List<String> texts(JsonObject body) {
        JsonArray texts = body.getJsonArray("texts", body.getJsonArray("input"));
        return texts.stream().map(String::valueOf).toList();
    }

    /** The last text first: only the index says which is whose. */
    private JsonObject openAiEmbeddings(JsonObject body) {
        List<String> texts = texts(body);
        JsonArray data = new JsonArray();
        for (int i = texts.size() - 1; i >= 0; i--) {
            data.add(new JsonObject().put("index", i).put("embedding", vector(texts.get(i), body)));
        }
        int tokens = texts.stream().mapToInt(String::length).sum() / 4;
        return new JsonObject()
                .put("data", data)
                .put("usage", new JsonObject().put("prompt_tokens", tokens).put("total_tokens", tokens));
    }

    private JsonArray vectors(List<String> texts, JsonObject body) {
        JsonArray vectors = new JsonArray();
        texts.forEach(text -> vectors.add(vector(text, body)));
        return vectors;
    }

    private Object vector(String text, JsonObject body) {
        int asked = body.getInteger("dimensions", body.getInteger("output_dimension", dimensions));
        float[] vector = new HashEmbedder(obedient ? asked : dimensions).vector(text);
        if ("base64".equals(body.getString("encoding_format"))) {
            ByteBuffer bytes = ByteBuffer.allocate(4 * vector.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(vector);
            return Base64.getEncoder().encodeToString(bytes.array());
        }
        JsonArray numbers = new JsonArray();
        for (float value : vector) {
            numbers.add(value * 3);
        }
        return numbers;
    }

    private static JsonObject chat(JsonObject body) {
        JsonArray messages = body.getJsonArray("messages");
        String last = String.valueOf(messages.getJsonObject(messages.size() - 1).getValue("content"));
        return chatAnswer(new JsonObject().put("role", "assistant").put("content", "You said: " + last), "stop");
    }

    /** A chat completion with this message. */
    public static JsonObject chatAnswer(JsonObject message, String finish) {
        return new JsonObject()
                .put(
                        "choices",
                        new JsonArray()
                                .add(new JsonObject().put("message", message).put("finish_reason", finish)))
                .put(
                        "usage",
                        new JsonObject()
                                .put("prompt_tokens", 11)
                                .put("completion_tokens", 7)
                                .put("total_tokens", 18)
                                .put("prompt_tokens_details", new JsonObject().put("cached_tokens", 5))
                                .put("completion_tokens_details", new JsonObject().put("reasoning_tokens", 3)));
    }

    private static JsonObject rerank(String path, JsonObject body) {
        JsonObject asked = path.contains("/services/rerank") ? body.getJsonObject("input") : body;
        JsonArray results = new JsonArray();
        JsonArray documents = asked.getJsonArray("documents");
        for (int i = 0; i < documents.size(); i++) {
            results.add(new JsonObject()
                    .put("index", i)
                    .put("relevance_score", share(asked.getString("query"), documents.getString(i))));
        }
        JsonObject json = new JsonObject().put("results", results);
        return path.contains("/services/rerank") ? new JsonObject().put("output", json) : json;
    }

    private static double share(String question, String document) {
        List<String> words = List.of(question.toLowerCase(Locale.ROOT).split(" "));
        long found = words.stream()
                .filter(word -> document.toLowerCase(Locale.ROOT).contains(word))
                .count();
        return (double) found / words.size();
    }
}
