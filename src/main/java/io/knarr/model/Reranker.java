package io.knarr.model;

import io.knarr.fault.Deadline;
import io.vertx.core.Future;
import java.util.List;

/**
 * Judges how well each of some documents answers a question, reading both together.
 *
 * <p>May be called from any thread and never blocks it. Fails as {@link Embedder} does; whoever asks has an order already
 * and keeps it then (behaviour 4.5).
 */
public interface Reranker {
    /** One score per document, in their order; higher is better, the scale is the model’s own, mostly 0..1. */
    Future<double[]> scores(String question, List<String> documents, Deadline deadline);

    String model();

    /** What is used and counted, for the observer: {@code cohere}, {@code openai}, … */
    String provider();

    Future<Void> close();
}
