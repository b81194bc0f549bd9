package io.knarr.offload;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.observe.Labels;
import io.knarr.observe.LocalMeters;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PoolTest {
    private final Vertx vertx = Vertx.vertx();
    private final LocalMeters meters = new LocalMeters();
    private final Offload offload = new Offload(vertx, meters);

    @AfterEach
    void close() throws Exception {
        result(vertx.close());
    }

    @Test
    void runsTasksOfOneContextAtTheSameTime() throws Exception {
        Pool pool = offload.pool("several", PoolSize.of(4, 10));
        CyclicBarrier all = new CyclicBarrier(4);

        List<Future<Integer>> running = new ArrayList<>();
        Context context = vertx.getOrCreateContext();
        CountDownLatch submitted = new CountDownLatch(1);
        context.runOnContext(_ -> {
            for (int i = 0; i < 4; i++) {
                // Ordered execution would never bring four of them to the barrier.
                running.add(pool.run(() -> all.await(20, TimeUnit.SECONDS)));
            }
            submitted.countDown();
        });

        assertThat(submitted.await(20, TimeUnit.SECONDS)).isTrue();
        result(Future.all(running));
    }

    @Test
    void refusesWhatDoesNotFitTheQueueAndServesAgainAfterwards() throws Exception {
        Pool pool = offload.pool("small", PoolSize.of(1, 1));
        CountDownLatch hold = new CountDownLatch(1);

        Future<Boolean> first = pool.run(() -> hold.await(20, TimeUnit.SECONDS));
        Future<Boolean> second = pool.run(() -> true);
        Future<Boolean> third = pool.run(() -> true);

        assertThat(failure(third).code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(failure(third).details()).containsEntry("retryable", true);
        hold.countDown();
        assertThat(result(first)).isTrue();
        assertThat(result(second)).isTrue();
        assertThat(result(pool.run(() -> true))).isTrue();
        assertThat(meters.count("pool.refused", Labels.of("pool", "small"))).isEqualTo(1);
    }

    @Test
    void neverRunsATaskWhoseDeadlinePassedWhileItWaited() throws Exception {
        Pool pool = offload.pool("late", PoolSize.of(1, 5));
        CountDownLatch hold = new CountDownLatch(1);
        AtomicBoolean ran = new AtomicBoolean();
        Future<Boolean> first = pool.run(() -> hold.await(20, TimeUnit.SECONDS));

        Future<Boolean> second = pool.run(Deadline.after(Duration.ZERO), () -> {
            ran.set(true);
            return true;
        });
        hold.countDown();

        assertThat(failure(second).code()).isEqualTo(Code.DEADLINE_EXCEEDED);
        assertThat(result(first)).isTrue();
        assertThat(ran).isFalse();
    }

    @Test
    void failsTheFutureWithWhatTheTaskThrows() throws Exception {
        Pool pool = offload.pool("throwing", PoolSize.of(1, 5));

        Future<Object> failed = pool.run(() -> {
            throw Fault.invalid("no");
        });

        assertThat(failure(failed).getMessage()).isEqualTo("no");
        assertThat(pool.busy()).isZero();
        assertThat(pool.queued()).isZero();
    }

    @Test
    void backgroundThreadsRunToo() throws Exception {
        Pool pool = offload.pool("background", PoolSize.background(1, 5));

        assertThat(result(pool.run(() -> 42))).isEqualTo(42);
    }

    @Test
    void failsInsteadOfThrowingOnceVertxIsClosed() throws Exception {
        Vertx closing = Vertx.vertx();
        Pool pool = new Offload(closing, meters).pool("closed", PoolSize.of(1, 1));
        result(closing.close());

        Future<Integer> refused = pool.run(() -> 1);

        assertThat(failure(refused).code()).isEqualTo(Code.UNAVAILABLE);
    }

    private static <T> T result(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static Fault failure(Future<?> future) throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        future.onComplete(_ -> done.countDown());
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        return Fault.of(future.cause());
    }
}
