package io.knarr.testing;

import io.knarr.fault.Deadline;
import io.knarr.model.Reranker;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A reranker that answers as a test says. Any thread. */
public final class ScriptedReranker implements Reranker {
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile Function<Asked, Future<double[]>> answer;

    /** A call as it came. */
    public record Asked(String question, List<String> documents, Deadline deadline) {}

    public ScriptedReranker(Function<Asked, Future<double[]>> answer) {
        this.answer = answer;
    }

    /** Reads each score from its text: {@code about tea, 0.8}; 0 where there is none. */
    public static ScriptedReranker byText() {
        return new ScriptedReranker(asked -> Future.succeededFuture(asked.documents().stream()
                .mapToDouble(ScriptedReranker::scoreIn)
                .toArray()));
    }

    private static double scoreIn(String text) {
        return text.matches(".*, -?[0-9.]+") ? Double.parseDouble(text.substring(text.lastIndexOf(' '))) : 0;
    }

    /** Every call from now on is answered so. */
    public void answerWith(Function<Asked, Future<double[]>> other) {
        answer = other;
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    @Override
    public Future<double[]> scores(String question, List<String> documents, Deadline deadline) {
        Asked call = new Asked(question, documents, deadline);
        asked.add(call);
        return answer.apply(call);
    }

    @Override
    public String model() {
        return "scripted";
    }

    @Override
    public String provider() {
        return "test";
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
