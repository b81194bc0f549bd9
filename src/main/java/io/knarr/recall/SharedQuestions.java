package io.knarr.recall;

import io.knarr.fault.Deadline;
import io.knarr.model.Embedder;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Embeds each question once, however many searches ask it. For one request: it forgets nothing. */
final class SharedQuestions implements Embedder {
    private final Embedder inner;
    private final Map<String, Future<float[]>> asked = new ConcurrentHashMap<>();

    SharedQuestions(Embedder inner) {
        this.inner = inner;
    }

    @Override
    public Future<float[]> embedQuery(String text, Deadline deadline) {
        return asked.computeIfAbsent(text, question -> inner.embedQuery(question, deadline));
    }

    @Override
    public Future<List<float[]>> embedPassages(List<String> texts) {
        return inner.embedPassages(texts);
    }

    @Override
    public int dimensions() {
        return inner.dimensions();
    }

    @Override
    public String model() {
        return inner.model();
    }

    @Override
    public int maxTokens() {
        return inner.maxTokens();
    }

    @Override
    public String provider() {
        return inner.provider();
    }

    @Override
    public Future<Void> check() {
        return inner.check();
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
