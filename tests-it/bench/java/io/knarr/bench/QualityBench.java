package io.knarr.bench;

import io.knarr.context.Level;
import io.knarr.index.Filter;
import io.knarr.index.Match;
import io.knarr.it.Api;
import io.knarr.it.KnarrServer;
import io.knarr.retrieve.Findings;
import io.knarr.retrieve.Fusion;
import io.knarr.testing.FakeProvider;
import io.knarr.uri.VikingUri;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * How well does find answer the questions of a collection, beside words alone and vectors alone on the same index, and
 * beside other ways to fuse the two (R76)? Asked of a server over HTTP, without and with a reranker (a stub, which scores by
 * the share of a question’s words: it shows that the way works, not what a good model makes of it), then of its index once it
 * has stopped.
 *
 * <p>Arguments: the collection, a directory (Cranfield) or a file (LoCoMo); a data directory that is kept, and not filled
 * again when it is there.
 */
public final class QualityBench {
    private static final int CANDIDATES = 100;
    private static final int HITS = 50;

    private final Corpus corpus;
    private final Path data;

    private QualityBench(Corpus corpus, Path data) {
        this.corpus = corpus;
        this.data = data;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Path source = Path.of(args.length > 0 ? args[0] : "../shared/data/cranfield");
        Corpus corpus = Files.isDirectory(source) ? Cranfield.load(source) : Locomo.load(source);
        if (args.length > 1) {
            new QualityBench(corpus, Path.of(args[1]).toAbsolutePath()).run();
        } else {
            try (Scratch scratch = Scratch.create()) {
                new QualityBench(corpus, scratch.path().resolve("data")).run();
            }
        }
    }

    private void run() throws IOException, InterruptedException {
        Map<String, List<String>> found = served(Map.of());
        Table.start("ranking", "nDCG@10", "recall@3", "recall@10");
        print("find, over HTTP", found);
        reranked();
        Map<String, List<Match>> vectors = new HashMap<>();
        Map<String, List<Match>> words = new HashMap<>();
        try (OfflineIndex index = OfflineIndex.open(data)) {
            corpus.questions().forEach((id, question) -> {
                Filter files = Filter.and(Filter.under(question.place()), Filter.levels(List.of(Level.CONTENT)));
                vectors.put(id, index.byVector(question.text(), files, CANDIDATES));
                words.put(id, index.byWords(question.text(), files, CANDIDATES));
            });
        }
        BiFunction<List<Match>, List<Match>, List<VikingUri>> first = (left, _) -> uris(left);
        print("words alone (BM25)", first, words, vectors);
        print("vectors alone", first, vectors, words);
        for (int tenths = 0; tenths <= 10; tenths++) {
            Fusion fusion = new Fusion(tenths / 10.0);
            print(
                    "Fusion, word weight " + tenths / 10.0,
                    (left, right) -> fusion.fuse(left, right).stream()
                            .map(Findings.Hit::entry)
                            .map(entry -> entry.uri())
                            .toList(),
                    vectors,
                    words);
        }
        print("reciprocal ranks, k = 60", Blend.reciprocalRanks()::fuse, vectors, words);
        for (int tenths = 1; tenths < 10; tenths++) {
            print("convex, words " + tenths / 10.0, Blend.convex(tenths / 10.0)::fuse, vectors, words);
        }
        for (int tenths = 1; tenths < 10; tenths++) {
            String name = "convex with cosine from last to first, words " + tenths / 10.0;
            print(name, Blend.convexOfShares(tenths / 10.0)::fuse, vectors, words);
        }
    }

    private void reranked() throws IOException, InterruptedException {
        Vertx vertx = Vertx.vertx();
        try (FakeProvider stub = FakeProvider.start(vertx).forgetful()) {
            print(
                    "find with a reranker stub, over HTTP",
                    served(Map.of(
                            "KNARR_RERANK_PROVIDER", "openai", "KNARR_RERANK_API_BASE", stub.address() + "/rerank")));
        } finally {
            var _ = vertx.close();
        }
    }

    private void print(
            String name,
            BiFunction<List<Match>, List<Match>, List<VikingUri>> fusion,
            Map<String, List<Match>> left,
            Map<String, List<Match>> right) {
        print(
                name,
                corpus.questions().keySet().stream()
                        .collect(Collectors.toMap(
                                id -> id,
                                id ->
                                        documents(fusion
                                                .apply(
                                                        left.getOrDefault(id, List.of()),
                                                        right.getOrDefault(id, List.of()))
                                                .stream()
                                                .map(VikingUri::toString)
                                                .toList()))));
    }

    private void print(String name, Map<String, List<String>> rankings) {
        Quality quality = Quality.of(corpus.gains(), id -> rankings.getOrDefault(id, List.of()));
        Table.row(name, quality.ndcg(), quality.recallOf3(), quality.recall());
    }

    private static List<VikingUri> uris(List<Match> matches) {
        return matches.stream().map(match -> match.entry().uri()).toList();
    }

    /** The document of each address, once: a long one may have been stored in several files. */
    private List<String> documents(List<String> uris) {
        return uris.stream().map(corpus::document).distinct().toList();
    }

    private Map<String, List<String>> served(Map<String, String> environment) throws IOException, InterruptedException {
        boolean filled = Files.exists(data);
        Files.createDirectories(data);
        try (KnarrServer server = KnarrServer.start(data, environment)) {
            Api api = new Api(server);
            if (!filled) {
                Imports.addAndWait(
                        api,
                        corpus.name() + ".zip",
                        Api.zip(corpus.files()),
                        corpus.root().toString(),
                        Duration.ofMinutes(30));
            }
            Map<String, List<String>> found = new HashMap<>();
            for (Map.Entry<String, Corpus.Question> question :
                    corpus.questions().entrySet()) {
                found.put(
                        question.getKey(),
                        documents(Finds.over(
                                api,
                                question.getValue().text(),
                                question.getValue().place().toString(),
                                HITS)));
            }
            server.stop();
            return found;
        }
    }
}
