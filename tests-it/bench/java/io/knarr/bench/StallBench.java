package io.knarr.bench;

import io.knarr.http.Admission;
import io.knarr.http.AdmissionSettings;
import io.knarr.http.HttpSettings;
import io.knarr.http.HttpVerticle;
import io.knarr.http.HttpWatch;
import io.knarr.identity.AuthMode;
import io.knarr.identity.Authenticator;
import io.knarr.observe.Meters;
import io.knarr.offload.Offload;
import io.knarr.offload.Pool;
import io.knarr.offload.PoolSize;
import io.knarr.wire.Answer;
import io.knarr.wire.ApiDocument;
import io.knarr.wire.Operations;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Do calls that each wait 200 ms for something else wait beside each other, and does /health answer meanwhile? The real
 * surface on one event loop, in front of operations that answer by a timer (as a provider over the network would) or hold
 * a thread of a pool of eight (as a disk would). One after the other, eight calls would take 1600 ms.
 *
 * <p>Argument: rounds (10); medians over them are printed, and the worst /health of all.
 */
public final class StallBench {
    private static final int DELAY_MS = 200;
    private static final int THREADS = 8;
    private static final int PROBE_MS = 10;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Vertx vertx = Vertx.vertx();
    private final Offload offload = new Offload(vertx, Meters.NONE);
    private final Pool blocking = offload.pool("files", PoolSize.of(THREADS, 256));
    private final int rounds;

    private StallBench(int rounds) {
        this.rounds = rounds;
    }

    public static void main(String[] args) throws InterruptedException {
        new StallBench(args.length > 0 ? Integer.parseInt(args[0]) : 10).run();
    }

    private void run() throws InterruptedException {
        HttpVerticle verticle = new HttpVerticle(
                HttpSettings.on("127.0.0.1", 0, "0.0.0"),
                ApiDocument.load(),
                Operations.none()
                        .on("tasks.get", (_, _) -> vertx.timer(DELAY_MS).map(_ -> Answer.of("timer")))
                        .on("fs.ls", (_, _) -> blocked()),
                new Authenticator(new AuthMode.Dev()),
                new Admission(AdmissionSettings.of(0, 256, 2, 1L << 28), Meters.NONE),
                offload.pool("json", PoolSize.of(1, 64)),
                HttpWatch.none());
        vertx.deployVerticle(verticle).await();
        String base = "http://127.0.0.1:" + verticle.port();
        // Opens the connections and loads the classes.
        var _ = together(base + "/api/v1/tasks/t", 64);
        var _ = together(base + "/api/v1/fs/ls?uri=viking://resources", THREADS);
        Table.start(
                "what takes 200 ms", "calls at once", "all done, ms", "beside one call", "/health p99 ms", "max ms");
        rows("a timer", base + "/api/v1/tasks/t", base, 1, 8, 64);
        rows("a blocked thread of " + THREADS, base + "/api/v1/fs/ls?uri=viking://resources", base, 1, 8);
        client.close();
        // Not awaited: its own loops would have to say so.
        var _ = vertx.close();
    }

    private Future<Answer> blocked() {
        return blocking.run(() -> {
            Thread.sleep(DELAY_MS);
            return Answer.of("thread");
        });
    }

    private void rows(String name, String url, String base, int... calls) throws InterruptedException {
        double one = 0;
        for (int count : calls) {
            Latencies health = new Latencies();
            Thread prober = Thread.ofPlatform().start(() -> probe(base + "/health", health));
            List<Double> taken = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                taken.add(together(url, count));
            }
            prober.interrupt();
            prober.join();
            double median = taken.stream().sorted().toList().get(rounds / 2);
            one = count == 1 ? median : one;
            Table.row(name, count, median, median / one, health.quantileMs(0.99), health.quantileMs(1));
        }
    }

    /** So many calls at once; how many milliseconds until the last is answered. */
    private double together(String url, int calls) {
        long started = System.nanoTime();
        List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            all.add(client.sendAsync(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString()));
        }
        for (CompletableFuture<HttpResponse<String>> call : all) {
            if (call.join().statusCode() != 200) {
                throw new IllegalStateException(call.join().body());
            }
        }
        return (System.nanoTime() - started) / 1e6;
    }

    /** Asks every {@value #PROBE_MS} ms, whether or not the last one was answered, until interrupted. */
    private void probe(String url, Latencies latencies) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        try {
            while (true) {
                long due = System.nanoTime();
                var _ = client.sendAsync(request, BodyHandlers.discarding())
                        .thenRun(() -> latencies.add(System.nanoTime() - due));
                Thread.sleep(PROBE_MS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
