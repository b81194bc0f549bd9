package io.knarr.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag(LoopGuard.BLOCKS)
class LoopGuardTest {
    private final Vertx vertx = LoopGuard.vertx();
    private final LoopGuard guard = new LoopGuard();

    @AfterEach
    void close() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        vertx.close().onComplete(_ -> closed.countDown());
        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void seesOurCodeBlockALoop() throws InterruptedException {
        guard.start();
        CountDownLatch seen = new CountDownLatch(1);

        vertx.runOnContext(_ -> {
            blockUntilNoticed();
            seen.countDown();
        });

        assertThat(seen.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(guard.stop()).isNotEmpty().first().asString().contains("blockUntilNoticed");
    }

    private void blockUntilNoticed() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (guard.findings().isEmpty() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void leavesQuickHandlersAlone() throws InterruptedException {
        guard.start();
        CountDownLatch done = new CountDownLatch(1);

        vertx.setTimer(150, _ -> done.countDown());

        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(guard.stop()).isEmpty();
    }
}
