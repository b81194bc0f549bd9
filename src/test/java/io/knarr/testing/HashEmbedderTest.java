package io.knarr.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HashEmbedderTest {
    private final HashEmbedder embedder = new HashEmbedder();

    @Test
    void putsTextsThatShareWordsNearEachOther() {
        float[] ask = embedder.vector("How do I rotate the API key?");

        double near = dot(ask, embedder.vector("Rotate an API key with the keys command."));
        double far = dot(ask, embedder.vector("Bread rises while yeast is warm."));

        assertThat(near).isGreaterThan(0.35).isGreaterThan(far + 0.25);
        assertThat(dot(ask, ask)).isCloseTo(1, within(1e-5));
    }

    @Test
    void givesTheEmptyTextADirection() {
        float[] empty = embedder.vector("");

        assertThat(dot(empty, empty)).isCloseTo(1, within(1e-5));
    }

    @Test
    void waitsForTheGateAndFailsWhenTold() {
        Promise<Void> gate = Promise.promise();
        embedder.holdUntil(gate.future());
        Future<List<float[]>> held = embedder.embedPassages(List.of("one", "two"));
        embedder.failWith(new Fault(Code.EMBEDDING_FAILED, "no"));
        Future<float[]> failing = embedder.embedQuery("three", Deadline.none());

        assertThat(held.isComplete()).isFalse();
        gate.complete();

        assertThat(held.result()).hasSize(2);
        assertThat(failing.cause()).isInstanceOf(Fault.class);
        assertThat(embedder.queries()).isEqualTo(1);
        assertThat(embedder.passages()).isEqualTo(2);
    }

    @Test
    void honoursTheDeadline() {
        Future<float[]> late = embedder.embedQuery("text", Deadline.after(Duration.ZERO));

        assertThat(Fault.of(late.cause()).code()).isEqualTo(Code.DEADLINE_EXCEEDED);
    }

    private static double dot(float[] left, float[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += (double) left[i] * right[i];
        }
        return sum;
    }
}
