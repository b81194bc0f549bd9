package io.knarr.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.observe.Labels;
import io.knarr.observe.LocalMeters;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopMonitorTest {
    private static final int LOOPS = 3;

    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setEventLoopPoolSize(LOOPS)
            .setBlockedThreadCheckInterval(LoopMonitor.LOOK.toMillis())
            .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS)
            .setMaxEventLoopExecuteTime(LoopMonitor.LATE.toNanos()));
    private final Watching watching = Watching.locally();
    private final LocalMeters meters = watching.local();
    private final LoopMonitor monitor = new LoopMonitor(vertx, watching);

    @AfterEach
    void close() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        vertx.close().onComplete(_ -> closed.countDown());
        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void measuresEveryLoop() throws InterruptedException {
        monitor.start();
        CountDownLatch measured = new CountDownLatch(1);

        vertx.setPeriodic(5, _ -> {
            if (measuredLoops() == LOOPS) {
                measured.countDown();
            }
        });

        assertThat(measured.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private long measuredLoops() {
        return IntStream.range(0, LOOPS)
                .filter(loop -> meters.figures("loop.lag", Labels.of("loop", Integer.toString(loop)))
                                .count()
                        > 0)
                .count();
    }

    @Test
    void countsABlockOnceWhileItLasts() throws InterruptedException {
        monitor.start();
        CountDownLatch ended = new CountDownLatch(1);

        vertx.runOnContext(_ -> {
            spinUntil(() -> meters.count("loop.blocked") > 0);
            ended.countDown();
        });

        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(meters.count("loop.blocked")).isPositive();
    }

    @Test
    void aBlockShowsAsLag() throws InterruptedException {
        monitor.start();
        CountDownLatch seen = new CountDownLatch(1);

        vertx.runOnContext(_ -> {
            long end = System.nanoTime() + LoopMonitor.LATE.toNanos() * 2;
            spinUntil(() -> System.nanoTime() > end);
        });
        vertx.setPeriodic(5, _ -> {
            if (meters.figures("loop.lag").max() > LoopMonitor.LATE.toNanos()) {
                seen.countDown();
            }
        });

        assertThat(seen.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private static void spinUntil(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
