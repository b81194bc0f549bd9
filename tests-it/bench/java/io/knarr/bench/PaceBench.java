package io.knarr.bench;

import io.knarr.it.Api;
import io.knarr.it.KnarrServer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Do calls that wait for a provider's limit of calls per second take a thread each? So many finds at once, with 50 embeddings a
 * second allowed: how fast they come through, how many threads the server has meanwhile, and what becomes of those whose
 * deadline is nearer than their turn.
 *
 * <p>Arguments: finds at once (1000), deadline in ms (60000 and 10000).
 */
public final class PaceBench {
    private static final double PER_SECOND = 50;
    private static final int NOTES = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final Duration LOOK = Duration.ofMillis(250);

    private final int count;
    private final Texts texts;

    private PaceBench(int count, Texts texts) {
        this.count = count;
        this.texts = texts;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        int count = args.length > 0 ? Integer.parseInt(args[0]) : 1000;
        Table.start(
                "deadline ms",
                "finds at once",
                "all ended after s",
                "embeddings per second",
                "answers (after ms)",
                "threads before",
                "threads at most",
                "/health p99 ms");
        for (long deadlineMs : new long[] {60_000, 10_000}) {
            new PaceBench(count, Texts.seeded(12)).run(deadlineMs);
        }
    }

    private void run(long deadlineMs) throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.create();
                Child provider = Child.start(ProviderMain.class);
                KnarrServer server = Conf.watched()
                        .embeddingBy(provider.ready())
                        .with("embedding.max_per_second", PER_SECOND)
                        .with("embedding.max_concurrent_queries", 4096)
                        .with("server.request_timeout_ms", deadlineMs)
                        .start(scratch, "--workers", "1");
                Client client = Client.of(server);
                Client prober = Client.of(server)) {
            byte[] notes = Api.zip(Texts.files(texts.list(NOTES, 150)));
            Imports.addAndWait(new Api(server), "notes.zip", notes, "viking://resources/notes", PATIENCE);
            var _ = new OpenLoop("find", 20, _ -> Call.find(texts.of(8))).run(client, WARM_UP);
            int before = Proc.threads(server.pid());
            OpenLoop health = OpenLoop.health().begin(prober);
            Endings endings = new Endings();
            CountDownLatch open = new CountDownLatch(count);
            long started = System.nanoTime();
            for (int i = 0; i < count; i++) {
                client.send(Call.find(texts.of(8))).onComplete(ending -> {
                    endings.add(ending.result(), System.nanoTime() - started);
                    open.countDown();
                });
            }
            int most = before;
            while (!open.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                most = Math.max(most, Proc.threads(server.pid()));
            }
            double seconds = (System.nanoTime() - started) / 1e9;
            Latencies alive = health.end().latencies();
            Table.row(
                    deadlineMs,
                    count,
                    seconds,
                    endings.of(Endings.WELL).count() / (endings.of(Endings.WELL).quantileMs(1) / 1000),
                    endings.timed(),
                    before,
                    most,
                    alive.quantileMs(0.99));
        }
    }
}
