package io.knarr.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.testing.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private static final int MANY = 100_000;

    @Test
    void repeatUntilThereIsAResult() {
        AtomicInteger rounds = new AtomicInteger();

        Future<String> end = Rounds.until(() -> Future.succeededFuture(
                rounds.incrementAndGet() < 3 ? Optional.empty() : Optional.of("after " + rounds)));

        assertThat(end.result()).isEqualTo("after 3");
    }

    @Test
    void doNotGrowTheStackWhenStepsAreOverAtOnce() {
        AtomicInteger rounds = new AtomicInteger();

        Future<Integer> end = Rounds.until(() ->
                Future.succeededFuture(Optional.of(rounds.incrementAndGet()).filter(number -> number == MANY)));

        assertThat(end.result()).isEqualTo(MANY);
    }

    @Test
    void doNotGrowTheStackWhenStepsTakeTime() {
        Vertx vertx = Vertx.vertx();
        try {
            AtomicInteger rounds = new AtomicInteger();
            Future<Integer> end = Rounds.until(() -> Future.future(round -> vertx.runOnContext(
                    _ -> round.complete(Optional.of(rounds.incrementAndGet()).filter(number -> number == MANY)))));

            assertThat(Await.of(end)).isEqualTo(MANY);
        } finally {
            Await.of(vertx.close());
        }
    }

    @Test
    void endWithTheFirstFailure() {
        AtomicInteger rounds = new AtomicInteger();
        Fault fault = Fault.invalid("no");

        Future<String> failing = Rounds.until(() ->
                rounds.incrementAndGet() < 3 ? Future.succeededFuture(Optional.empty()) : Future.failedFuture(fault));
        Future<String> throwing = Rounds.until(() -> {
            throw fault;
        });

        assertThat(failing.cause()).isSameAs(fault);
        assertThat(throwing.cause()).isSameAs(fault);
        assertThat(rounds).hasValue(3);
    }

    @Test
    void takeOneItemAfterTheOther() {
        List<Promise<Void>> open = new ArrayList<>();

        Future<Void> end = Rounds.each(List.of("a", "b"), _ -> {
            open.add(Promise.promise());
            return open.getLast().future();
        });

        assertThat(open).hasSize(1);
        open.getFirst().complete();
        assertThat(open).hasSize(2);
        assertThat(end.isComplete()).isFalse();
        open.getLast().complete();
        assertThat(end.succeeded()).isTrue();
    }

    @Test
    void leaveOutWhatComesAfterAFailure() {
        List<Integer> seen = new ArrayList<>();

        Future<Void> end = Rounds.each(IntStream.range(0, 5).boxed().toList(), number -> {
            seen.add(number);
            return number < 2 ? Future.succeededFuture() : Future.failedFuture(Fault.invalid("no"));
        });

        assertThat(end.failed()).isTrue();
        assertThat(seen).containsExactly(0, 1, 2);
    }
}
