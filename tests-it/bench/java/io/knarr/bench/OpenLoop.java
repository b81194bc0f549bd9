package io.knarr.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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
    private volatile Endings endings = new Endings();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private volatile boolean stopped;
    private @Nullable Thread sender;

    /** Is told of each call. */
    interface Listener {
        /** @param due as {@link System#nanoTime} */
        void ended(long due, String ending, long nanos);
    }

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

    OpenLoop also(Listener listener) {
        listeners.add(listener);
        return this;
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

    /** How calls ended since it was last asked. */
    Endings take() {
        Endings taken = endings;
        endings = new Endings();
        return taken;
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

    /** Sends no more; answers may still come. */
    void stop() {
        stopped = true;
    }

    /** Returns when all are answered. */
    OpenLoop end() throws InterruptedException {
        stop();
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
                long nanos = System.nanoTime() - due;
                endings.add(ending.result(), nanos);
                listeners.forEach(listener -> listener.ended(due, ending.result(), nanos));
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
