package io.knarr.bench;

import com.google.errorprone.annotations.FormatMethod;
import io.knarr.context.ContextType;
import io.knarr.context.Level;
import io.knarr.fault.Deadline;
import io.knarr.identity.AccountId;
import io.knarr.index.Entry;
import io.knarr.index.Filter;
import io.knarr.index.ModelMark;
import io.knarr.index.VectorIndex.TagMode;
import io.knarr.index.Vectors;
import io.knarr.observe.Meters;
import io.knarr.offload.Offload;
import io.knarr.offload.Pool;
import io.knarr.offload.PoolSize;
import io.knarr.storage.embedded.LuceneIndex;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.FSDirectory;

/**
 * What does the index of the embedded back end cost beside the bare Lucene query on the same files, and how fast does it
 * take entries? One passage and 50 words per entry, 384 dimensions, in clusters; questions are neighbours of entries.
 *
 * <p>{@code java --add-modules jdk.incubator.vector -cp target/classes:target/test-classes:<dependencies>
 * io.knarr.bench.IndexBench [entries …]}, on a machine that does nothing else; 10 000 and 100 000 unless said.
 */
public final class IndexBench {
    private static final int DIMENSIONS = 384;
    private static final int BATCH = 100;
    private static final int QUESTIONS = 2_000;
    private static final int CANDIDATES = 50;
    private static final int LIMIT = 10;
    private static final long SEED = 20261121;
    private static final AccountId ACCOUNT = new AccountId("acme");

    private final int entries;
    private final Path directory;
    private final Door door;
    private final LuceneIndex index;
    private final Random random = new Random(SEED);
    private final List<float[]> vectors;

    private IndexBench(Offload offload, int entries) throws IOException {
        this.door = new Door(offload.pool("search", PoolSize.of(2, 1_000)));
        this.entries = entries;
        this.directory = Files.createTempDirectory("knarr-index-bench");
        this.index = new LuceneIndex(
                directory, new ModelMark("bench", DIMENSIONS), door, offload.pool("index", PoolSize.of(1, 1_000)));
        this.vectors = Vectors.clustered(random, DIMENSIONS, Math.max(1, entries / 100), entries);
    }

    public static void main(String[] args) throws Exception {
        print("%s", Machine.line());
        Vertx vertx = Vertx.vertx();
        Offload offload = new Offload(vertx, Meters.NONE);
        List<Integer> sizes = args.length == 0
                ? List.of(10_000, 100_000)
                : Stream.of(args).map(Integer::valueOf).toList();
        for (int size : sizes) {
            IndexBench bench = new IndexBench(offload, size);
            bench.run();
            bench.delete();
        }
        var _ = vertx.close().await();
    }

    private void run() throws Exception {
        var _ = index.open().await();
        print("%n%,d entries", entries);
        rate("upsert, batches of " + BATCH, entries, this::fill);
        rate("flush after that", 1, () -> index.flush().await());
        waitForMerges();
        print("%n%-44s%8s%8s%8s%8s", "ms", "p50", "p99", "max", "n");
        try (FSDirectory files = FSDirectory.open(directory);
                DirectoryReader reader = DirectoryReader.open(files)) {
            IndexSearcher raw = new IndexSearcher(reader);
            Filter one = Filter.under(VikingUri.of("resources", "7"));
            // Twice: the first round belongs to the compiler.
            for (String round : List.of("(warm-up) ", "")) {
                compare(
                        round + "nearest, whole account (" + reader.leaves().size() + " segments)",
                        question -> index.nearest(ACCOUNT, question, Filter.all(), LIMIT, Deadline.none())
                                .await(),
                        question -> raw.search(bare(question, "account", "acme"), LIMIT));
                compare(
                        round + "nearest, subtree of 1 %",
                        question -> index.nearest(ACCOUNT, question, one, LIMIT, Deadline.none())
                                .await(),
                        question -> raw.search(bare(question, "ancestor", "acme\nviking://resources/7"), LIMIT));
            }
        }
        measure("words, whole account", QUESTIONS, () -> matching(Filter.all()).await());
        measure(
                "hybrid: both at once",
                QUESTIONS,
                () -> Future.all(
                                index.nearest(ACCOUNT, question(), Filter.all(), CANDIDATES, Deadline.none()),
                                matching(Filter.all()))
                        .await());
        measure(
                "upsert of one, then nearest",
                200,
                () -> index.upsert(ACCOUNT, List.of(entry(random.nextInt(entries))))
                        .compose(_ -> index.nearest(ACCOUNT, question(), Filter.all(), LIMIT, Deadline.none()))
                        .await());
        measure(
                "upsert of one, then flush",
                50,
                () -> index.upsert(ACCOUNT, List.of(entry(random.nextInt(entries))))
                        .compose(_ -> index.flush())
                        .await());
        measure(
                "scan, pages of 1 000",
                20,
                () -> index.scan(ACCOUNT, Filter.all(), java.util.Optional.empty(), 1_000)
                        .await());
        Filter one = Filter.under(VikingUri.of("resources", "3"));
        rate(
                "retag 1 %",
                entries / 100,
                () -> index.retag(ACCOUNT, one, List.of("a=b"), TagMode.REPLACE).await());
        rate("delete 1 %", entries / 100, () -> index.delete(ACCOUNT, one).await());
        var _ = index.close().await();
    }

    private Object fill() {
        for (int start = 0; start < entries; start += BATCH) {
            List<Entry> batch = new ArrayList<>();
            for (int i = start; i < Math.min(entries, start + BATCH); i++) {
                batch.add(entry(i));
            }
            var _ = index.upsert(ACCOUNT, batch).await();
        }
        return entries;
    }

    private Entry entry(int number) {
        VikingUri uri = VikingUri.of("resources", String.valueOf(number % 100), number + ".md");
        return new Entry(
                uri,
                Level.CONTENT,
                ContextType.RESOURCE,
                uri.name(),
                "What entry " + number + " is about, in one sentence as it is shown in a hit.",
                List.of("group=" + number % 10),
                Instant.EPOCH.plusSeconds(number),
                Instant.EPOCH.plusSeconds(number),
                0,
                "digest" + number,
                words(50),
                List.of(vectors.get(number)));
    }

    /** Few words are common, most are rare. */
    private String words(int count) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < count; i++) {
            words.append('w')
                    .append((int) (20_000 * Math.pow(random.nextDouble(), 3)))
                    .append(' ');
        }
        return words.toString();
    }

    private Future<?> matching(Filter filter) {
        return index.matching(ACCOUNT, words(6), filter, CANDIDATES, Deadline.none());
    }

    /** Near an entry, but none. */
    private float[] question() {
        float[] vector = vectors.get(random.nextInt(entries)).clone();
        double squares = 0;
        for (int i = 0; i < vector.length; i++) {
            vector[i] += (float) (random.nextGaussian() * 0.3 / Math.sqrt(vector.length));
            squares += vector[i] * vector[i];
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }

    private static KnnFloatVectorQuery bare(float[] question, String field, String term) {
        return new KnnFloatVectorQuery("vector", question, CANDIDATES, new TermQuery(new Term(field, term)));
    }

    private interface Asking {
        Object ask(float[] question) throws Exception;
    }

    /** In turns, so that all see the same machine, and each with its own questions: one asked before is in the caches. */
    private void compare(String name, Asking ours, Asking raw) throws Exception {
        Latencies oursTook = new Latencies();
        Latencies hereTook = new Latencies();
        Latencies rawTook = new Latencies();
        for (int i = 0; i < QUESTIONS; i++) {
            float[] first = question();
            float[] second = question();
            float[] third = question();
            door.open = false;
            time(oursTook, () -> ours.ask(first));
            time(rawTook, () -> raw.ask(second));
            door.open = true;
            time(hereTook, () -> ours.ask(third));
        }
        door.open = false;
        print("%-44s%s", name, fine(oursTook));
        print("%-44s%s%s", "  the bare Lucene query", fine(rawTook), ratio(oursTook, rawTook));
        print("%-44s%s%s", "  ours on the caller’s thread", fine(hereTook), ratio(hereTook, rawTook));
    }

    /** A pool that can run what it is given at once, to tell the cost of the search from that of changing threads. */
    private static final class Door implements Pool {
        private final Pool pool;
        private volatile boolean open;

        Door(Pool pool) {
            this.pool = pool;
        }

        @Override
        public <T> Future<T> run(Deadline deadline, Callable<T> task) {
            if (!open) {
                return pool.run(deadline, task);
            }
            try {
                return Future.succeededFuture(task.call());
            } catch (Exception failure) {
                return Future.failedFuture(failure);
            }
        }

        @Override
        public String name() {
            return pool.name();
        }

        @Override
        public int busy() {
            return pool.busy();
        }

        @Override
        public int queued() {
            return pool.queued();
        }
    }

    private static void measure(String name, int times, Callable<?> call) throws Exception {
        Latencies took = new Latencies();
        for (int i = 0; i < times; i++) {
            time(took, call);
        }
        print("%-44s%s%8d", name, fine(took), times);
    }

    private static String fine(Latencies took) {
        return String.format(
                Locale.ROOT, "%8.2f%8.2f%8.2f", took.quantileMs(0.5), took.quantileMs(0.99), took.quantileMs(1));
    }

    private static String ratio(Latencies ours, Latencies raw) {
        return String.format(
                Locale.ROOT,
                "   ours / bare: p50 %.2f, p99 %.2f",
                ours.quantileMs(0.5) / raw.quantileMs(0.5),
                ours.quantileMs(0.99) / raw.quantileMs(0.99));
    }

    private static void time(Latencies latencies, Callable<?> call) throws Exception {
        long start = System.nanoTime();
        var _ = call.call();
        latencies.add(System.nanoTime() - start);
    }

    private static void rate(String name, int count, Callable<?> call) throws Exception {
        long start = System.nanoTime();
        var _ = call.call();
        double seconds = (System.nanoTime() - start) / 1e9;
        print("%-44s%10.3f s%12.0f /s", name, seconds, count / seconds);
    }

    /** Until the number of files has not changed for a second. */
    private void waitForMerges() throws Exception {
        long before = -1;
        for (long now = files(); now != before; now = files()) {
            before = now;
            Thread.sleep(3_000);
            var _ = index.flush().await();
        }
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.mapToLong(file -> file.toString().hashCode()).sum();
        }
    }

    private void delete() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @FormatMethod
    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
