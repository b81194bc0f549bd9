package io.knarr.model.local;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Takes one permit for each text that starts with “slow”, fails on “bad”, answers anything else at once. */
final class StoppableEncoder implements TextEncoder {
    final Semaphore permits = new Semaphore(0);
    final Semaphore begun = new Semaphore(0);
    final List<String> order = new CopyOnWriteArrayList<>();
    final AtomicBoolean freed = new AtomicBoolean();

    @Override
    public float[] encode(String text) {
        order.add(text);
        begun.release();
        if (text.startsWith("slow")) {
            permits.acquireUninterruptibly();
        }
        if (text.startsWith("bad")) {
            throw new Fault(Code.EMBEDDING_FAILED, "bad text");
        }
        return new float[] {text.length()};
    }

    @Override
    public void free() {
        freed.set(true);
    }

    void awaitBegun(int texts) {
        try {
            if (!begun.tryAcquire(texts, 30, TimeUnit.SECONDS)) {
                throw new AssertionError("fewer than " + texts + " more texts began within 30 s: " + order);
            }
        } catch (InterruptedException stopped) {
            throw new AssertionError("the test was stopped", stopped);
        }
    }
}
