package io.knarr.bench;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Calls of one kind at a fixed rate, sent whether or not earlier ones were answered. Each is timed from the moment it was due,
 * also when this process was late in sending it.
 */
final class OpenLoop {
    private static final Duration LOOK = Duration.ofMillis(2);

    private final String name;
    private final double perSecond;
    private final IntFunction<Call> calls;
    private final Endings endings = new Endings();
    private final AtomicInteger open = new AtomicInteger();
    private volatile boolean stopped;
    private @Nullable Thread sender;

    /** @param calls makes the n-th call */
    OpenLoop(String name, double perSecond, IntFunction<Call> calls) {
        this.name = name;
        this.perSecond = perSecond;
        this.calls = calls;
    }

    /** Asks whether the server lives, a hundred times a second. */
    static OpenLoop health() {
        return new OpenLoop("/health", 100, _ -> Call.get("/health"));
    }

    String name() {
        return name;
    }

    double perSecond() {
        return perSecond;
    }

    Endings endings() {
        return endings;
    }

    Latencies latencies() {
        return endings.all();
    }

    /** Sends for so long and returns when all are answered. */
    OpenLoop run(Client client, Duration length) throws InterruptedException {
        long count = (long) (perSecond * length.toMillis() / 1000);
        send(client, sent -> sent < count);
        awaitAnswers();
        return this;
    }

    /** Sends until {@link #end}. */
    OpenLoop begin(Client client) {
        sender = Thread.ofPlatform().start(() -> send(client, _ -> !stopped));
        return this;
    }

    /** Returns when all are answered. */
    OpenLoop end() throws InterruptedException {
        stopped = true;
        if (sender != null) {
            sender.join();
        }
        awaitAnswers();
        return this;
    }

    private void send(Client client, IntPredicate goOn) {
        long start = System.nanoTime();
        for (int i = 0; goOn.test(i); i++) {
            Call next = calls.apply(i);
            long due = start + (long) (i * 1e9 / perSecond);
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            open.incrementAndGet();
            client.send(next).onComplete(ending -> {
                endings.add(ending.result(), System.nanoTime() - due);
                open.decrementAndGet();
            });
        }
    }

    private void awaitAnswers() throws InterruptedException {
        while (open.get() > 0) {
            Thread.sleep(LOOK);
        }
    }
}
