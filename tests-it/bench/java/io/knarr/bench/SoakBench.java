package io.knarr.bench;

import io.knarr.it.Api;
import io.knarr.it.KnarrServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Does a server stay as quick and as small as it was? Twenty finds a second, two writes, an import of ten files each ten
 * seconds, and /health once a second, for as long as wanted. A row per interval; the same as a drawing in {@code
 * target/soak.svg}. Sessions and commits do not exist yet.
 *
 * <p>Arguments: minutes (10, may be 0.5), intervals (20).
 */
public final class SoakBench {
    private static final Path DRAWING = Path.of("target", "soak.svg");
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration BETWEEN_IMPORTS = Duration.ofSeconds(10);
    private static final int FILES_PER_IMPORT = 10;
    private static final int WORDS = 150;
    /** What is written is written again after so many, so that growth shows what leaks. */
    private static final int WRITTEN_FILES = 500;

    private final KnarrServer server;
    private final Api api;
    private final Texts texts;
    private final OpenLoop find;
    private final OpenLoop write;
    private final OpenLoop health = new OpenLoop("/health", 1, _ -> Call.get("/health"));
    private final List<String> unwell = new ArrayList<>();
    private final AtomicInteger imports = new AtomicInteger();
    private volatile boolean stopped;

    private SoakBench(KnarrServer server, Texts texts) {
        this.server = server;
        this.api = new Api(server);
        this.texts = texts;
        this.find = new OpenLoop("find", 20, _ -> Call.find(texts.of(8)));
        this.write = new OpenLoop("write", 2, this::write);
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        double minutes = args.length > 0 ? Double.parseDouble(args[0]) : 10;
        int intervals = args.length > 1 ? Integer.parseInt(args[1]) : 20;
        var _ = soak(Duration.ofMillis((long) (minutes * 60_000 / intervals)), intervals);
    }

    /** What did not end well, in words; empty when all did. */
    static List<String> soak(Duration interval, int intervals) throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.create();
                KnarrServer server = Conf.watched().start(scratch);
                Client client = Client.of(server);
                Client prober = Client.of(server)) {
            SoakBench bench = new SoakBench(server, Texts.seeded(8));
            bench.run(client, prober, interval, intervals);
            return bench.unwell;
        }
    }

    private void run(Client client, Client prober, Duration interval, int intervals)
            throws IOException, InterruptedException {
        importOnce();
        Thread importer = Thread.ofPlatform().start(this::importUntilStopped);
        List<OpenLoop> streams = List.of(find, write, health);
        for (OpenLoop stream : streams) {
            var _ = stream.begin(stream.equals(health) ? prober : client);
        }
        Table.start(
                "minute",
                "find p50 ms",
                "p99 ms",
                "write p99 ms",
                "/health max ms",
                "not 200",
                "imports",
                "RSS MB",
                "heap MB",
                "event loops late, ms at most");
        Plot plot = new Plot("minutes");
        Metrics before = Metrics.of(server);
        long began = System.nanoTime();
        for (int i = 1; i <= intervals; i++) {
            Thread.sleep(interval);
            Metrics now = Metrics.of(server);
            row((System.nanoTime() - began) / 60e9, before, now, plot);
            before = now;
        }
        stopped = true;
        importer.join();
        for (OpenLoop stream : streams) {
            var _ = stream.end();
        }
        plot.write(DRAWING);
        System.out.println("\ndrawing: " + DRAWING.toAbsolutePath());
    }

    private void row(double minute, Metrics before, Metrics now, Plot plot) throws IOException {
        Endings finds = find.take();
        Endings writes = write.take();
        Endings alive = health.take();
        double p99 = finds.all().quantileMs(0.99);
        double resident = Proc.residentMb(server.pid());
        double late = now.loopLagMs(before);
        String others = notWell(finds, writes, alive);
        if (!others.isEmpty()) {
            unwell.add(others);
        }
        Table.row(
                minute,
                finds.all().quantileMs(0.5),
                p99,
                writes.all().quantileMs(0.99),
                alive.all().quantileMs(1),
                others,
                imports.get(),
                resident,
                now.heapMb(),
                late);
        plot.add("find p99, ms", minute, p99);
        plot.add("/health max, ms", minute, alive.all().quantileMs(1));
        plot.add("event loops late, ms at most", minute, late);
        plot.add("RSS, MB", minute, resident);
        plot.add("heap, MB", minute, now.heapMb());
    }

    private static String notWell(Endings... all) {
        return Stream.of(all)
                .map(Endings::others)
                .filter(others -> !others.equals(Endings.NONE))
                .collect(Collectors.joining(", "));
    }

    private Call write(int number) {
        return Call.post(
                "/api/v1/content/write",
                new JsonObject()
                        .put("uri", "viking://resources/written/note-" + number % WRITTEN_FILES + ".md")
                        .put("content", texts.of(WORDS))
                        .put("mode", number < WRITTEN_FILES ? "create" : "replace"));
    }

    private void importUntilStopped() {
        try {
            while (!stopped) {
                long next = System.nanoTime() + BETWEEN_IMPORTS.toNanos();
                importOnce();
                Thread.sleep(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
            }
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void importOnce() throws IOException, InterruptedException {
        Map<String, String> files = Texts.files(texts.list(FILES_PER_IMPORT, WORDS));
        String to = "viking://resources/notes-" + imports.incrementAndGet();
        Imports.addAndWait(api, "notes.zip", Api.zip(files), to, PATIENCE);
    }
}
