package io.knarr.bench;

import io.knarr.it.Api;
import io.knarr.it.KnarrServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Do finds whose embedding takes 200 ms at a provider wait beside each other, and does /health answer meanwhile? One event
 * loop, beside verticles that ask the same provider and block. Four processes: this one, which calls, the server, the naive
 * verticle, the provider.
 *
 * <p>Arguments: calls at once (1 8 64 200 2000), the first being what the others are compared with; the naive verticle is
 * spared more than 64.
 */
public final class ProviderBench {
    private static final int DELAY_MS = 200;
    private static final int MOST_NAIVE = 64;
    private static final int ROUNDS = 5;
    private static final int NOTES = 50;
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final int[] counts;
    private final Texts texts;

    private ProviderBench(int[] counts, Texts texts) {
        this.counts = counts;
        this.texts = texts;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        int[] counts = Arrays.stream(args).mapToInt(Integer::parseInt).toArray();
        new ProviderBench(counts.length == 0 ? new int[] {1, 8, 64, 200, 2000} : counts, Texts.seeded(1)).run();
    }

    private void run() throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.create();
                Child provider = Child.start(ProviderMain.class);
                Child naive = Child.start(NaiveMain.class, provider.ready());
                KnarrServer server = Conf.watched()
                        .embeddingBy(provider.ready())
                        .with("embedding.max_concurrent_queries", 4096)
                        .with("server.limit_concurrency", 4096)
                        .start(scratch, "--workers", "1")) {
            byte[] notes = Api.zip(Texts.files(texts.list(NOTES, 150)));
            Imports.addAndWait(new Api(server), "notes.zip", notes, "viking://resources/notes", PATIENCE);
            String _ = provider.tell("after " + DELAY_MS);
            warmUp(server);
            Table.start(
                    "who waits 200 ms for the provider",
                    "calls at once",
                    "all done, ms",
                    "beside one call",
                    "not 200",
                    "/health p99 ms",
                    "max ms");
            rows("find", server.port(), Integer.MAX_VALUE, ROUNDS, _ -> Call.find(texts.of(8)));
            int other = Integer.parseInt(naive.ready());
            rows("unordered executeBlocking", other, MOST_NAIVE, 2, _ -> Call.get("/unordered"));
            rows("ordered executeBlocking", other, MOST_NAIVE, 1, _ -> Call.get("/ordered"));
            rows("blocking in the handler", other, MOST_NAIVE, 1, _ -> Call.get("/blocking"));
        }
    }

    /** A server that has just been started compiles itself. */
    private void warmUp(KnarrServer server) throws InterruptedException {
        try (Client client = Client.of(server)) {
            var _ = new OpenLoop("find", 100, _ -> Call.find(texts.of(8))).run(client, WARM_UP);
        }
    }

    /** @param rounds of which the median is printed, after one that opens the connections */
    private void rows(String who, int port, int most, int rounds, IntFunction<Call> call) throws InterruptedException {
        double one = 0;
        for (int count : IntStream.of(counts).filter(some -> some <= most).toArray()) {
            try (Client client = new Client(port);
                    Client prober = new Client(port)) {
                double _ = together(client, rounds == 1 ? 1 : count, call, new Endings());
                OpenLoop health = OpenLoop.health().begin(prober);
                Endings endings = new Endings();
                List<Double> taken = new ArrayList<>();
                for (int i = 0; i < rounds; i++) {
                    taken.add(together(client, count, call, endings));
                }
                Latencies alive = health.end().latencies();
                double median = taken.stream().sorted().toList().get(rounds / 2);
                one = one == 0 ? median : one;
                Table.row(
                        who,
                        count,
                        median,
                        median / one,
                        endings.others(),
                        alive.quantileMs(0.99),
                        alive.quantileMs(1));
            }
        }
    }

    /** So many calls at once; how many milliseconds until the last is answered. */
    private static double together(Client client, int count, IntFunction<Call> call, Endings endings)
            throws InterruptedException {
        List<Call> calls = IntStream.range(0, count).mapToObj(call).toList();
        CountDownLatch open = new CountDownLatch(count);
        long started = System.nanoTime();
        for (Call each : calls) {
            client.send(each).onComplete(ending -> {
                endings.add(ending.result(), System.nanoTime() - started);
                open.countDown();
            });
        }
        open.await();
        return (System.nanoTime() - started) / 1e6;
    }
}
