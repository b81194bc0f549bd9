package io.knarr.bench;

import io.knarr.it.Api;
import io.knarr.it.KnarrServer;
import io.knarr.model.Chunker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How fast are files imported, from upload to the last one found, beside the bare model on the same texts?
 *
 * <p>Arguments: how many files (1500); words in each (150).
 */
public final class ImportBench {
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final long SEED = 1;

    private ImportBench() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int count = args.length > 0 ? Integer.parseInt(args[0]) : 1500;
        int length = args.length > 1 ? Integer.parseInt(args[1]) : 150;
        Texts texts = Texts.seeded(SEED);
        Map<String, String> warmUp = Texts.files(texts.list(20, length));
        Map<String, String> files = Texts.files(texts.list(count, length));
        long characters = files.values().stream().mapToLong(String::length).sum();
        double embedding = embedded(List.copyOf(warmUp.values()), List.copyOf(files.values()));
        double importing = imported(Api.zip(warmUp), Api.zip(files));
        Table.start("what", "files", "seconds", "characters/s", "share of the bare model");
        Table.row("the model alone", count, embedding, characters / embedding, 1.0);
        Table.row("import over HTTP", count, importing, characters / importing, embedding / importing);
    }

    private static double embedded(List<String> warmUp, List<String> texts) throws IOException {
        try (Scratch scratch = Scratch.create();
                OfflineIndex index = OfflineIndex.open(scratch.path())) {
            Chunker chunker = index.embedder().chunker();
            var _ = index.embedder().embedPassages(passages(chunker, warmUp)).await();
            long started = System.nanoTime();
            var _ = index.embedder().embedPassages(passages(chunker, texts)).await();
            return seconds(started);
        }
    }

    private static List<String> passages(Chunker chunker, List<String> texts) {
        return texts.stream().flatMap(text -> chunker.chunks(text).stream()).toList();
    }

    private static double imported(byte[] warmUp, byte[] zip) throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.create()) {
            Path data = Files.createDirectories(scratch.path().resolve("data"));
            try (KnarrServer server = KnarrServer.start(data)) {
                Api api = new Api(server);
                Imports.addAndWait(api, "warm.zip", warmUp, "viking://resources/warm", PATIENCE);
                long started = System.nanoTime();
                Imports.addAndWait(api, "notes.zip", zip, "viking://resources/notes", PATIENCE);
                double seconds = seconds(started);
                server.stop();
                return seconds;
            }
        }
    }

    private static double seconds(long started) {
        return (System.nanoTime() - started) / 1e9;
    }
}
