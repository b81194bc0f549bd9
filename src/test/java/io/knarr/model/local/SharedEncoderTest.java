package io.knarr.model.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SharedEncoderTest {
    private final StoppableEncoder encoder = new StoppableEncoder();
    private final CountDownLatch loaded = new CountDownLatch(1);
    private final SharedEncoder shared = new SharedEncoder(() -> {
        try {
            loaded.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
        return encoder;
    });

    /** The first loads and goes on to a slow text; the second waited for the load and must not wait for that text. */
    @Test
    void whoWaitedForTheModelDoesNotWaitForAnothersText() throws Exception {
        FutureTask<float[]> first = new FutureTask<>(() -> shared.encode("slow"));
        FutureTask<float[]> second = new FutureTask<>(() -> shared.encode("slow too"));
        Thread loading = started(first);
        awaitWaiting(loading);
        Thread behind = started(second);
        awaitWaiting(behind);

        loaded.countDown();

        encoder.awaitBegun(2);
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();
        encoder.permits.release(2);
        assertThat(first.get(30, TimeUnit.SECONDS)).hasSize(1);
        assertThat(second.get(30, TimeUnit.SECONDS)).hasSize(1);
    }

    private static Thread started(FutureTask<?> task) {
        return Thread.ofPlatform().daemon().start(task);
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }
}
