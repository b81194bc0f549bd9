package io.knarr.bench;

import io.knarr.context.Level;
import io.knarr.index.Filter;
import io.knarr.index.Match;
import io.knarr.it.Api;
import io.knarr.it.KnarrServer;
import io.knarr.retrieve.Findings;
import io.knarr.retrieve.Fusion;
import io.knarr.uri.VikingUri;
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
 * How well does find answer the questions of the Cranfield collection, beside words alone and vectors alone on the same
 * index, and beside other ways to fuse the two (R76)? Asked of a server over HTTP, then of its index once it has stopped.
 *
 * <p>Arguments: the directory of the collection; a data directory that is kept, and not filled again when it is there.
 */
public final class QualityBench {
    private static final String ROOT = "viking://resources/cranfield";
    private static final int CANDIDATES = 100;
    private static final Filter FILES = Filter.levels(List.of(Level.CONTENT));

    private final Cranfield cranfield;
    private final Path data;

    private QualityBench(Cranfield cranfield, Path data) {
        this.cranfield = cranfield;
        this.data = data;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Cranfield cranfield = Cranfield.load(Path.of(args.length > 0 ? args[0] : "../shared/data/cranfield"));
        if (args.length > 1) {
            new QualityBench(cranfield, Path.of(args[1]).toAbsolutePath()).run();
        } else {
            try (Scratch scratch = Scratch.create()) {
                new QualityBench(cranfield, scratch.path().resolve("data")).run();
            }
        }
    }

    private void run() throws IOException, InterruptedException {
        Map<String, List<String>> found = served();
        Table.start("ranking", "nDCG@10", "recall@10");
        print("find, over HTTP", found);
        Map<String, List<Match>> vectors = new HashMap<>();
        Map<String, List<Match>> words = new HashMap<>();
        try (OfflineIndex index = OfflineIndex.open(data)) {
            cranfield.questions().forEach((id, question) -> {
                vectors.put(id, index.byVector(question, FILES, CANDIDATES));
                words.put(id, index.byWords(question, FILES, CANDIDATES));
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

    private void print(
            String name,
            BiFunction<List<Match>, List<Match>, List<VikingUri>> fusion,
            Map<String, List<Match>> left,
            Map<String, List<Match>> right) {
        print(
                name,
                cranfield.questions().keySet().stream()
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
        Quality quality = Quality.of(cranfield.gains(), id -> rankings.getOrDefault(id, List.of()));
        Table.row(name, quality.ndcg(), quality.recall());
    }

    private static List<VikingUri> uris(List<Match> matches) {
        return matches.stream().map(match -> match.entry().uri()).toList();
    }

    /** The document of each address, once: a long one may have been stored in several files. */
    private static List<String> documents(List<String> uris) {
        return uris.stream()
                .map(uri -> uri.substring(ROOT.length() + 1).replaceFirst("[./].*", ""))
                .distinct()
                .toList();
    }

    private Map<String, List<String>> served() throws IOException, InterruptedException {
        boolean filled = Files.exists(data);
        Files.createDirectories(data);
        try (KnarrServer server = KnarrServer.start(data)) {
            Api api = new Api(server);
            if (!filled) {
                Imports.addAndWait(api, "cranfield.zip", Api.zip(cranfield.files()), ROOT, Duration.ofMinutes(30));
            }
            Map<String, List<String>> found = new HashMap<>();
            for (Map.Entry<String, String> question : cranfield.questions().entrySet()) {
                found.put(question.getKey(), documents(Finds.over(api, question.getValue(), 10)));
            }
            server.stop();
            return found;
        }
    }
}
