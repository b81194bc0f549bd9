package io.knarr.bench;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Callers each of whom calls again as soon as it is answered: shows what a server can do, and hides how long others waited. */
final class ClosedLoop {
    private final Client client;
    private final IntFunction<Call> calls;
    private final long end;
    private final CountDownLatch callers;
    private final AtomicInteger sent = new AtomicInteger();
    private final Endings endings = new Endings();

    private ClosedLoop(Client client, int callers, Duration length, IntFunction<Call> calls) {
        this.client = client;
        this.calls = calls;
        this.end = System.nanoTime() + length.toNanos();
        this.callers = new CountDownLatch(callers);
    }

    /** Returns when the last call is answered that was sent in this time. */
    static Endings run(Client client, int callers, Duration length, IntFunction<Call> calls)
            throws InterruptedException {
        ClosedLoop loop = new ClosedLoop(client, callers, length, calls);
        for (int i = 0; i < callers; i++) {
            loop.next();
        }
        loop.callers.await();
        return loop.endings;
    }

    private void next() {
        long started = System.nanoTime();
        if (started > end) {
            callers.countDown();
            return;
        }
        client.send(calls.apply(sent.getAndIncrement())).onComplete(ending -> {
            endings.add(ending.result(), System.nanoTime() - started);
            next();
        });
    }
}
