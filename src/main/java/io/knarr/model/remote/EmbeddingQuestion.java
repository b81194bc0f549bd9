package io.knarr.model.remote;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * Some texts to be embedded, in the form of whichever provider is asked.
 *
 * @param dimensions of the vectors to be returned
 */
record EmbeddingQuestion(List<String> texts, Side side, int dimensions, EmbeddingSettings settings)
        implements Question<List<float[]>> {
    private static final int ENVELOPE_BYTES = 64 << 10;

    /** A decimal number with its comma, and white space where somebody prints it prettily. */
    private static final int VALUE_BYTES = 40;

    /** Of a model whose vectors have another length than expected, so that the answer can say so. */
    private static final int USUAL_DIMENSIONS = 4096;

    /** What the texts are: many models embed a question and what answers it differently. */
    enum Side {
        QUERY,
        DOCUMENT
    }

    @Override
    public Post post(Credential credential) {
        EmbeddingApi api = EmbeddingApi.of(credential);
        JsonObject body = new JsonObject().put("model", credential.model());
        switch (api.form(settings.input())) {
            case OPENAI -> {
                body.put("input", input());
                encoding(body);
                dimensions(api, credential).ifPresent(n -> body.put("dimensions", n));
            }
            case JINA -> {
                String task = credential.model().contains("code") ? "nl2code." : "retrieval.";
                body.put("input", input()).put("task", task + side("query", "passage"));
                dimensions(api, credential).ifPresent(n -> body.put("dimensions", n));
            }
            case VOYAGE -> {
                body.put("input", input()).put("input_type", side("query", "document"));
                dimensions(api, credential).ifPresent(n -> body.put("output_dimension", n));
            }
            case COHERE -> {
                body.put("texts", input())
                        .put("input_type", side("search_query", "search_document"))
                        .put("embedding_types", new JsonArray().add("float"));
                dimensions(api, credential).ifPresent(n -> body.put("output_dimension", n));
            }
            case MINIMAX -> body.put("texts", input()).put("type", side("query", "db"));
            case ARK -> {
                body.put(
                        "input",
                        new JsonArray().add(new JsonObject().put("type", "text").put("text", texts.getFirst())));
                encoding(body);
                dimensions(api, credential).ifPresent(n -> body.put("dimensions", n));
            }
        }
        parameters(body);
        settings.extraBody().forEach(body::put);
        return Post.of(api.url(credential, settings.input()), credential, api.keyHeader(), body);
    }

    @Override
    public int maxReplyBytes() {
        return ENVELOPE_BYTES + texts.size() * Math.max(dimensions, USUAL_DIMENSIONS) * VALUE_BYTES;
    }

    private JsonArray input() {
        return new JsonArray(texts);
    }

    private String side(String query, String document) {
        return side == Side.QUERY ? query : document;
    }

    private void encoding(JsonObject body) {
        switch (settings.encoding()) {
            case UNSAID -> {}
            case FLOAT -> body.put("encoding_format", "float");
            case BASE64 -> body.put("encoding_format", "base64");
        }
    }

    private Optional<Integer> dimensions(EmbeddingApi api, Credential credential) {
        return settings.dimension().isPresent() && api.takesDimensions(credential.model())
                ? Optional.of(dimensions)
                : Optional.empty();
    }

    /** {@code k=v,k=v}, or the value of {@code input_type} alone. */
    private void parameters(JsonObject body) {
        String given = side(settings.queryParam(), settings.documentParam()).strip();
        if (given.isEmpty()) {
            return;
        }
        if (given.indexOf('=') < 0) {
            body.put("input_type", given);
            return;
        }
        for (String pair : given.split(",")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                body.put(
                        pair.substring(0, equals).strip(),
                        pair.substring(equals + 1).strip());
            }
        }
    }

    @Override
    public Answered<List<float[]>> read(Roster.Account account, JsonObject reply) {
        EmbeddingApi api = EmbeddingApi.of(account.credential());
        List<float[]> vectors = switch (api.form(settings.input())) {
            case OPENAI, JINA, VOYAGE -> EmbeddingReply.byIndex(reply, texts.size());
            case COHERE -> EmbeddingReply.plain(EmbeddingReply.floats(reply));
            case MINIMAX -> {
                EmbeddingReply.requireMinimaxSuccess(account, reply);
                yield EmbeddingReply.plain(reply.getJsonArray("vectors"));
            }
            case ARK -> List.of(EmbeddingReply.single(reply));
        };
        if (vectors.size() != texts.size()) {
            throw new Unreadable(vectors.size() + " vectors for " + texts.size() + " texts");
        }
        List<float[]> units =
                vectors.stream().map(vector -> Vectors.unit(vector, dimensions)).toList();
        return new Answered<>(units, EmbeddingReply.tokens(reply), 0);
    }
}
