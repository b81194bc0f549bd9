package io.knarr.bench;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Calls of one kind at a fixed rate, sent whether or not earlier ones were answered. Each is timed from the moment it was due,
 * also when this process was late in sending it.
 */
final class OpenLoop {
    private final String name;
    private final int perSecond;
    private final IntFunction<HttpRequest> request;
    private final Latencies latencies = new Latencies();
    private final AtomicInteger failed = new AtomicInteger();

    /** @param request makes the n-th call */
    OpenLoop(String name, int perSecond, IntFunction<HttpRequest> request) {
        this.name = name;
        this.perSecond = perSecond;
        this.request = request;
    }

    String name() {
        return name;
    }

    int perSecond() {
        return perSecond;
    }

    Latencies latencies() {
        return latencies;
    }

    /** Calls that were not answered by 200; their times count as well. */
    int failed() {
        return failed.get();
    }

    /** Sends for so long and returns when all are answered. */
    void run(HttpClient client, Duration length) {
        int count = (int) (perSecond * length.toMillis() / 1000);
        long start = System.nanoTime();
        CompletableFuture<?>[] calls = new CompletableFuture<?>[count];
        for (int i = 0; i < count; i++) {
            long due = start + i * 1_000_000_000L / perSecond;
            HttpRequest next = request.apply(i);
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            calls[i] = client.sendAsync(next, BodyHandlers.ofString()).handle((response, failure) -> {
                latencies.add(System.nanoTime() - due);
                if (failure != null || response.statusCode() != 200) {
                    failed.incrementAndGet();
                }
                return true;
            });
        }
        CompletableFuture.allOf(calls).join();
    }
}
