package io.knarr.bench;

import io.knarr.fault.Deadline;
import io.knarr.it.KnarrServer;
import io.knarr.testing.FakeProvider;
import io.knarr.testing.Manner;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.store.FSDirectory;

/**
 * How long does a search take at a fixed rate, by the way it goes: QUICK, with filters that leave a hundredth or a third of
 * all entries, THINKING with a reranker that takes its time? Beside the bare Lucene query on the same files. Budget: p95 50 ms
 * and p99 100 ms without the provider’s time.
 *
 * <p>Arguments: number of entries (100000), searches per second (50), seconds per row (20), milliseconds of the reranker (50).
 */
public final class SearchBench {
    private static final int WARM_UP_SECONDS = 10;
    private static final int BARE = 500;
    private static final int CANDIDATES = 100;
    private static final long SEED = 9;

    private final Texts texts;
    private final int entries;
    private final int perSecond;
    private final Duration length;
    private final Duration reranking;

    private SearchBench(int entries, int perSecond, int seconds, int rerankMillis) throws IOException {
        this.texts = Texts.seeded(SEED);
        this.entries = entries;
        this.perSecond = perSecond;
        this.length = Duration.ofSeconds(seconds);
        this.reranking = Duration.ofMillis(rerankMillis);
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        int[] numbers = {100_000, 50, 20, 50};
        for (int i = 0; i < args.length; i++) {
            numbers[i] = Integer.parseInt(args[i]);
        }
        try (Scratch scratch = Scratch.create()) {
            Path data = Files.createDirectories(scratch.path().resolve("data"));
            new SearchBench(numbers[0], numbers[1], numbers[2], numbers[3]).run(data);
        }
    }

    private void run(Path data) throws IOException, InterruptedException {
        try (OfflineIndex index = OfflineIndex.open(data)) {
            Filling.of(texts, entries).withDirectories().into(index);
        }
        Table.start("search", "calls/s", "p50 ms", "p95 ms", "p99 ms", "max ms", "failed");
        try (KnarrServer server = KnarrServer.start(data)) {
            quick(server);
            server.stop();
        }
        Vertx vertx = Vertx.vertx();
        try (FakeProvider stub = FakeProvider.start(vertx).forgetful().always(Manner.after(reranking));
                KnarrServer server = KnarrServer.start(data, rerankedBy(stub))) {
            measure(server, "THINKING, reranker " + reranking.toMillis() + " ms", new JsonObject());
            measure(server, "THINKING, 30 % of entries", tags("part=thirty"));
            server.stop();
        } finally {
            var _ = vertx.close();
        }
        bare(data);
    }

    private void quick(KnarrServer server) throws IOException, InterruptedException {
        measure(server, "QUICK", new JsonObject());
        measure(server, "QUICK, 1 % of entries", tags("share=one"));
        measure(server, "QUICK, 30 % of entries", tags("part=thirty"));
        measure(server, "QUICK, filter of prefix and number", new JsonObject().put("filter", new JsonObject("""
                                        {"op":"and","conds":[{"op":"prefix","field":"name","prefix":"f1"},
                                          {"op":"range","field":"active_count","lt":1}]}""")));
    }

    private static JsonObject tags(String tag) {
        return new JsonObject().put("tags", new JsonArray().add(tag));
    }

    private static Map<String, String> rerankedBy(FakeProvider stub) {
        Map<String, String> environment = new HashMap<>();
        environment.put("KNARR_RERANK_PROVIDER", "openai");
        environment.put("KNARR_RERANK_API_BASE", stub.address() + "/rerank");
        return environment;
    }

    private void measure(KnarrServer server, String name, JsonObject more) throws InterruptedException {
        List<String> questions = texts.list(1000, 8);
        try (Client client = Client.of(server)) {
            OpenLoop _ = loop(name, questions, more).run(client, Duration.ofSeconds(WARM_UP_SECONDS));
            OpenLoop measured = loop(name, questions, more).run(client, length);
            Latencies times = measured.latencies();
            Table.row(
                    name,
                    perSecond,
                    times.quantileMs(0.5),
                    times.quantileMs(0.95),
                    times.quantileMs(0.99),
                    times.quantileMs(1),
                    measured.endings().failed());
        }
    }

    private OpenLoop loop(String name, List<String> questions, JsonObject more) {
        return new OpenLoop(
                name,
                perSecond,
                number -> Call.post(
                        "/api/v1/search/find",
                        new JsonObject()
                                .put("query", questions.get(number % questions.size()))
                                .mergeIn(more)));
    }

    private void bare(Path data) throws IOException {
        Latencies times = new Latencies();
        try (OfflineIndex index = OfflineIndex.open(data);
                FSDirectory directory = FSDirectory.open(data.resolve("_knarr").resolve("index"));
                DirectoryReader reader = DirectoryReader.open(directory)) {
            IndexSearcher searcher = new IndexSearcher(reader);
            for (String question : texts.list(2 * BARE, 8)) {
                float[] vector =
                        index.embedder().embedQuery(question, Deadline.none()).await();
                long started = System.nanoTime();
                var _ = searcher.search(new KnnFloatVectorQuery("vector", vector, CANDIDATES), CANDIDATES);
                times.add(System.nanoTime() - started);
            }
        }
        Table.row(
                "bare Lucene query, " + CANDIDATES,
                "-",
                times.quantileMs(0.5),
                times.quantileMs(0.95),
                times.quantileMs(0.99),
                times.quantileMs(1),
                0);
    }
}
