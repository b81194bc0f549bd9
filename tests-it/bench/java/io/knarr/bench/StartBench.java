package io.knarr.bench;

import io.knarr.it.Api;
import io.knarr.it.KnarrServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How long does a server take from nothing, with an empty data directory, until it is ready, and how much memory does its
 * process hold then, and after a small import and some finds?
 *
 * <p>Argument: how often (5); the last row is the median.
 */
public final class StartBench {
    private static final int FINDS = 100;
    private static final int FILES = 20;
    private static final long SEED = 2;

    private StartBench() {}

    private record Run(double readyMs, double readyMb, double usedMb) {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int runs = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        Texts texts = Texts.seeded(SEED);
        Table.start("run", "start to ready, ms", "RSS when ready, MB", "RSS after " + FINDS + " finds, MB");
        List<Run> all = new ArrayList<>();
        for (int i = 1; i <= runs; i++) {
            Run run = once(texts);
            all.add(run);
            Table.row(i, run.readyMs(), run.readyMb(), run.usedMb());
        }
        Table.row("median", median(all, Run::readyMs), median(all, Run::readyMb), median(all, Run::usedMb));
    }

    private static Run once(Texts texts) throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.create()) {
            Path data = Files.createDirectories(scratch.path().resolve("data"));
            long started = System.nanoTime();
            try (KnarrServer server = KnarrServer.start(data)) {
                double readyMs = (System.nanoTime() - started) / 1e6;
                double readyMb = residentMb(server.pid());
                Api api = new Api(server);
                byte[] zip = Api.zip(Texts.files(texts.list(FILES, 100)));
                Imports.addAndWait(api, "notes.zip", zip, "viking://resources/notes", Duration.ofMinutes(2));
                for (int i = 0; i < FINDS; i++) {
                    Finds.over(api, texts.of(8), 10);
                }
                Run run = new Run(readyMs, readyMb, residentMb(server.pid()));
                server.stop();
                return run;
            }
        }
    }

    /** What the process holds in memory, by Linux. */
    private static double residentMb(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    private static double median(List<Run> runs, ToDoubleFunction<Run> figure) {
        double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
