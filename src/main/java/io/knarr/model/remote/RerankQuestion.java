package io.knarr.model.remote;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** A question and documents to be judged, in the form of the provider (behaviour 9.3). */
record RerankQuestion(String question, List<String> documents) implements Question<double[]> {
    private static final String COHERE = "https://api.cohere.com/v2/rerank";

    /** DashScope’s own form, told by its address. */
    private static final String DASHSCOPE_PATH = "/api/v1/services/rerank";

    private static final int ENVELOPE_BYTES = 64 << 10;
    private static final int RESULT_BYTES = 1024;

    /** Of one character, escaped: some send the documents back. */
    private static final int CHARACTER_BYTES = 6;

    @Override
    public int maxReplyBytes() {
        int characters = documents.stream().mapToInt(String::length).sum();
        return ENVELOPE_BYTES + documents.size() * RESULT_BYTES + characters * CHARACTER_BYTES;
    }

    @Override
    public Post post(Credential credential) {
        JsonObject asked = new JsonObject().put("query", question).put("documents", new JsonArray(documents));
        JsonObject body = new JsonObject().put("model", credential.model());
        String url = credential.base(COHERE);
        if (credential.provider().equals("cohere")) {
            body.mergeIn(asked).put("top_n", documents.size()).put("return_documents", false);
            url = cohere(url);
        } else if (url.contains(DASHSCOPE_PATH)) {
            body.put("input", asked).put("parameters", new JsonObject().put("return_documents", false));
        } else {
            body.mergeIn(asked);
        }
        return Post.of(url, credential, Post.KeyHeader.BEARER, body);
    }

    /** Whole addresses are common in examples, and so are bases. */
    private static String cohere(String base) {
        if (base.endsWith("/rerank")) {
            return base;
        }
        return base + (base.endsWith("/v2") || base.endsWith("/v1") ? "/rerank" : "/v2/rerank");
    }

    /** What is not named has the score 0. */
    @Override
    public Answered<double[]> read(Roster.Account account, JsonObject reply) {
        JsonObject output = reply.getJsonObject("output", reply);
        JsonArray results = output == null ? null : output.getJsonArray("results");
        if (results == null || results.isEmpty()) {
            throw new Unreadable("it has no results");
        }
        double[] scores = new double[documents.size()];
        for (int i = 0; i < results.size(); i++) {
            JsonObject result = results.getJsonObject(i);
            Integer index = result == null ? null : result.getInteger("index");
            if (result == null || index == null || index < 0 || index >= scores.length) {
                throw new Unreadable("a result for a document that was not sent");
            }
            Double score = result.getDouble("relevance_score", result.getDouble("relevance_scores"));
            if (score == null) {
                throw new Unreadable("a result without a score");
            }
            scores[index] = Double.isFinite(score) ? score : 0;
        }
        return new Answered<>(scores, EmbeddingReply.tokens(reply), 0);
    }
}
