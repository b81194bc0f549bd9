package io.knarr.bench;

import io.knarr.fault.Deadline;
import io.knarr.model.local.LocalEmbedder;
import io.knarr.model.local.LocalModelSettings;
import io.knarr.observe.Meters;
import io.knarr.offload.Offload;
import io.knarr.offload.PoolSize;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * How fast does the local model embed, do questions stay quick while it imports, and does the event loop notice (R12)?
 *
 * <p>{@code java -cp target/classes:target/test-classes:<dependencies> io.knarr.bench.EmbedderBench [seconds per row]}, on a
 * machine that does nothing else.
 */
public final class EmbedderBench {
    private static final int CORES = Runtime.getRuntime().availableProcessors();
    private static final int QUESTIONS_PER_SECOND = 40;
    private static final String QUESTION = "how long does a question wait for an import";

    private final Vertx vertx = Vertx.vertx();
    private final Duration row;
    private final LocalEmbedder embedder;

    private EmbedderBench(Duration row) {
        this.row = row;
        Offload offload = new Offload(vertx, Meters.NONE);
        this.embedder = new LocalEmbedder(
                offload.pool("embed-query", PoolSize.of(CORES, 256)),
                offload.pool("embed-bulk", PoolSize.background(CORES, 0)),
                LocalModelSettings.withBulkThreads(CORES));
    }

    public static void main(String[] args) {
        EmbedderBench bench = new EmbedderBench(Duration.ofSeconds(args.length > 0 ? Long.parseLong(args[0]) : 5));
        print("%s", Machine.line());
        bench.run();
        var _ = bench.embedder.close().compose(_ -> bench.vertx.close()).await();
    }

    private void run() {
        long started = System.nanoTime();
        embedder.check().await();
        print("model loaded in %d ms", (System.nanoTime() - started) / 1_000_000);
        // The first seconds belong to the compiler.
        var _ = passages(2, words(128)).await();
        print("%n%-32s%12s%12s", "passages, texts/s", "1 caller", "2 callers");
        for (int tokens : new int[] {10, 64, 128, 256}) {
            print("%-32s%12.1f%12.1f", tokens + " tokens", rate(1, tokens), rate(2, tokens));
        }
        print("%n%-32s%8s%8s%8s%8s%12s", "ms", "p50", "p99", "max", "n", "bulk/s");
        questions("questions, " + QUESTIONS_PER_SECOND + "/s, no import", 0);
        questions("questions, 4 imports of 256", 4);
        lag("loop lag, idle", () -> idle());
        lag("loop lag, 16 imports of 256", () -> passages(16, words(256)));
        lag("loop lag, 16 imports of 10", () -> passages(16, words(10)));
        lag("loop lag, 16 askers", this::askers);
    }

    private double rate(int callers, int tokens) {
        return passages(callers, words(tokens)).await() / (double) row.toSeconds();
    }

    private void questions(String name, int imports) {
        Latencies latencies = new Latencies();
        Future<Integer> bulk = passages(imports, words(256));
        Promise<Void> done = Promise.promise();
        long start = System.nanoTime();
        long count = row.toSeconds() * QUESTIONS_PER_SECOND;
        AtomicInteger answered = new AtomicInteger();
        Thread.ofPlatform().start(() -> {
            for (int i = 0; i < count; i++) {
                // From the moment it should have been sent, so that a stall counts for all it delays.
                long due = start + i * 1_000_000_000L / QUESTIONS_PER_SECOND;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                embedder.embedQuery(QUESTION, Deadline.none()).onComplete(_ -> {
                    latencies.add(System.nanoTime() - due);
                    if (answered.incrementAndGet() == count) {
                        done.complete();
                    }
                });
            }
        });
        done.future().await();
        print("%-32s%s%12.1f", name, latencies, bulk.await() / (double) row.toSeconds());
    }

    private void lag(String name, Supplier<Future<Integer>> load) {
        Latencies lags = new Latencies();
        Context loop = vertx.getOrCreateContext();
        long end = System.nanoTime() + row.toNanos();
        loop.runOnContext(_ -> tick(lags, end));
        int texts = load.get().await();
        print("%-32s%s%12.1f", name, lags, texts / (double) row.toSeconds());
    }

    private void tick(Latencies lags, long end) {
        long due = System.nanoTime() + 10_000_000;
        vertx.setTimer(10, _ -> {
            lags.add(System.nanoTime() - due);
            if (System.nanoTime() < end) {
                tick(lags, end);
            }
        });
    }

    private Future<Integer> idle() {
        return vertx.timer(row.toMillis()).map(_ -> 0);
    }

    private Future<Integer> askers() {
        return repeated(16, () -> embedder.embedQuery(QUESTION, Deadline.none()));
    }

    private Future<Integer> passages(int callers, String text) {
        return repeated(callers, () -> embedder.embedPassages(List.of(text)));
    }

    /** So many callers, each asking again as soon as it has its answer; how many answers they got in the time of a row. */
    private Future<Integer> repeated(int callers, Supplier<Future<?>> call) {
        long end = System.nanoTime() + row.toNanos();
        AtomicInteger answers = new AtomicInteger();
        List<Future<Void>> all = IntStream.range(0, callers)
                .mapToObj(_ -> again(call, end, answers))
                .toList();
        return Future.all(all).map(_ -> answers.get());
    }

    private static Future<Void> again(Supplier<Future<?>> call, long end, AtomicInteger answers) {
        Promise<Void> done = Promise.promise();
        next(call, end, answers, done);
        return done.future();
    }

    private static void next(Supplier<Future<?>> call, long end, AtomicInteger answers, Promise<Void> done) {
        call.get().onComplete((_, failure) -> {
            if (failure != null) {
                done.fail(failure);
            } else if (System.nanoTime() > end) {
                done.complete();
            } else {
                answers.incrementAndGet();
                next(call, end, answers, done);
            }
        });
    }

    /** A text of so many tokens with its first and last: “the” is one. */
    private static String words(int tokens) {
        return "the ".repeat(tokens - 2).strip();
    }

    @SuppressWarnings("AnnotateFormatMethod")
    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
