package io.knarr.model;

import io.knarr.fault.Deadline;
import io.vertx.core.Future;
import java.util.List;

/**
 * Turns text into vectors of length 1, so that their dot product is their cosine.
 *
 * <p>May be called from any thread and never blocks it. Fails with {@code UNAVAILABLE} when too much is waiting or the model
 * cannot be reached, {@code MODEL_UNAVAILABLE} when it cannot be loaded, {@code DEADLINE_EXCEEDED},
 * {@code EMBEDDING_FAILED}.
 */
public interface Embedder {
    /** A question somebody waits for: it overtakes all bulk work. The vector has {@link #dimensions()} values. */
    Future<float[]> embedQuery(String text, Deadline deadline);

    /** Passages to be found later, each cut to {@link #maxTokens()}; one vector per text, in their order. */
    Future<List<float[]>> embedPassages(List<String> texts);

    int dimensions();

    /** Name of the model, stored with the index: vectors of two models cannot be compared. */
    String model();

    /** How much of a text the model sees, in tokens of its own vocabulary. */
    int maxTokens();

    /** What is used and counted, for the observer: {@code local}, {@code openai}, … */
    String provider();

    /** Completes when a text can be embedded; fails with the reason why not. */
    Future<Void> check();

    Future<Void> close();
}
