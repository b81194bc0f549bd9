package io.knarr.retrieve;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * What is asked: its words at once, and its vector when the model has answered.
 *
 * @param meaning fails when the question cannot be answered without it
 */
record Question(String text, Future<Meaning> meaning) {
    /**
     * What the model made of it.
     *
     * @param vector empty: the model did not answer, and words must do
     * @param degraded says so, for people
     * @param nanos how long it took
     */
    record Meaning(Optional<float[]> vector, List<String> degraded, long nanos) {}
}
