package io.knarr.bench;

import io.knarr.context.Level;
import io.knarr.fault.Deadline;
import io.knarr.index.Filter;
import io.knarr.it.Api;
import io.knarr.it.KnarrServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.store.FSDirectory;

/**
 * How long does a find take among many entries, over HTTP, beside its parts and the bare Lucene query on the same files?
 * One caller at a time; each question is asked once of each.
 *
 * <p>Entries are written straight into the index of a data directory that a server then opens ({@link Filling}).
 *
 * <p>Arguments: numbers of entries (10000 100000).
 */
public final class FindBench {
    private static final int QUESTIONS = 500;
    private static final int WARM_UP = 1000;
    private static final int CANDIDATES = 100;
    private static final long SEED = 4;

    private final Texts texts;
    private final List<String> questions;
    private final int entries;
    private final Path data;

    private FindBench(Texts texts, int entries, Path data) {
        this.texts = texts;
        this.questions = texts.list(WARM_UP + QUESTIONS, 8);
        this.entries = entries;
        this.data = data;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Table.start("entries", "what", "p50 ms", "p99 ms", "max ms");
        for (String entries : args.length > 0 ? args : new String[] {"10000", "100000"}) {
            try (Scratch scratch = Scratch.create()) {
                Path data = Files.createDirectories(scratch.path().resolve("data"));
                new FindBench(Texts.seeded(SEED), Integer.parseInt(entries), data).run();
            }
        }
    }

    private void run() throws IOException, InterruptedException {
        try (OfflineIndex index = OfflineIndex.open(data)) {
            Filling.of(texts, entries).into(index);
        }
        try (KnarrServer server = KnarrServer.start(data)) {
            Api api = new Api(server);
            measure("find over HTTP", number -> {
                var _ = Finds.over(api, questions.get(number), 10);
            });
            server.stop();
        }
        List<float[]> vectors = new ArrayList<>();
        Filter content = Filter.levels(List.of(Level.CONTENT));
        try (OfflineIndex index = OfflineIndex.open(data)) {
            measure(
                    "embedding the question",
                    number -> vectors.add(index.embedder()
                            .embedQuery(questions.get(number), Deadline.none())
                            .await()));
            measure("index by vector, " + CANDIDATES, number -> {
                var _ = index.index()
                        .nearest(OfflineIndex.ACCOUNT, vectors.get(number), content, CANDIDATES, Deadline.none())
                        .await();
            });
            measure("index by words, " + CANDIDATES, number -> {
                var _ = index.byWords(questions.get(number), content, CANDIDATES);
            });
        }
        try (FSDirectory directory = FSDirectory.open(data.resolve("_knarr").resolve("index"));
                DirectoryReader reader = DirectoryReader.open(directory)) {
            IndexSearcher searcher = new IndexSearcher(reader);
            for (int nearest : new int[] {CANDIDATES, 2 * CANDIDATES}) {
                measure("bare Lucene query, " + nearest, number -> {
                    var _ = searcher.search(new KnnFloatVectorQuery("vector", vectors.get(number), nearest), nearest);
                });
            }
        }
    }

    private interface Call {
        void ask(int number) throws IOException, InterruptedException;
    }

    private void measure(String name, Call call) throws IOException, InterruptedException {
        Latencies latencies = new Latencies();
        for (int i = 0; i < questions.size(); i++) {
            long started = System.nanoTime();
            call.ask(i);
            if (i >= WARM_UP) {
                latencies.add(System.nanoTime() - started);
            }
        }
        Table.row(entries, name, latencies.quantileMs(0.5), latencies.quantileMs(0.99), latencies.quantileMs(1));
    }
}
