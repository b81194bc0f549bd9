package io.knarr.bench;

import io.knarr.it.Api;
import io.knarr.it.KnarrServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Does a server stay quick while it does everything at once: finds, writes, and one import after the other? This process
 * is the load, at fixed rates, and counts a call from the moment it was due, so that a stall counts for all that it delays.
 * The server’s own log says how often one of its event loops was more than 50 ms late, and how late at worst.
 *
 * <p>Argument: seconds of load with imports (45); half of it goes before, without.
 */
public final class LoadBench {
    private static final int WARM_UP_SECONDS = 10;
    private static final int FILES_PER_IMPORT = 50;
    private static final int WORDS = 150;
    private static final long SEED = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Pattern LATE = Pattern.compile("an event loop was late.* ms=(\\d+)");

    private final Client client;
    private final AtomicInteger written = new AtomicInteger();
    private final KnarrServer server;
    private final Api api;
    private final Texts texts;

    private LoadBench(KnarrServer server, Client client, Texts texts) {
        this.server = server;
        this.client = client;
        this.api = new Api(server);
        this.texts = texts;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 45;
        try (Scratch scratch = Scratch.create()) {
            Path data = Files.createDirectories(scratch.path().resolve("data"));
            try (KnarrServer server = KnarrServer.start(data);
                    Client client = Client.of(server)) {
                new LoadBench(server, client, Texts.seeded(SEED)).run(seconds);
                server.stop();
            }
        }
    }

    private void run(int seconds) throws IOException, InterruptedException {
        importOnce(0);
        var _ = streams(WARM_UP_SECONDS);
        Table.start(
                "beside", "call", "calls/s", "p50 ms", "p99 ms", "max ms", "failed", "late loops", "latest loop, ms");
        rows("no import", seconds / 2);
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger imports = new AtomicInteger();
        Thread importer = Thread.ofPlatform().start(() -> importUntil(stop, imports));
        rows("imports", seconds);
        stop.set(true);
        importer.join();
    }

    private void importUntil(AtomicBoolean stop, AtomicInteger done) {
        while (!stop.get()) {
            try {
                importOnce(done.incrementAndGet());
            } catch (IOException | InterruptedException failure) {
                throw new IllegalStateException(failure);
            }
        }
    }

    private void importOnce(int number) throws IOException, InterruptedException {
        byte[] zip = Api.zip(Texts.files(texts.list(FILES_PER_IMPORT, WORDS)));
        Imports.addAndWait(api, "notes.zip", zip, "viking://resources/notes-" + number, PATIENCE);
    }

    private void rows(String beside, int seconds) throws IOException, InterruptedException {
        int before = server.log().length();
        List<OpenLoop> streams = streams(seconds);
        List<Double> late = LATE.matcher(server.log().substring(before))
                .results()
                .map(found -> Double.valueOf(found.group(1)))
                .toList();
        for (OpenLoop stream : streams) {
            Latencies times = stream.latencies();
            Table.row(
                    beside,
                    stream.name(),
                    stream.perSecond(),
                    times.quantileMs(0.5),
                    times.quantileMs(0.99),
                    times.quantileMs(1),
                    stream.endings().failed(),
                    late.size(),
                    late.stream().mapToDouble(ms -> ms).max().orElse(0));
        }
    }

    private List<OpenLoop> streams(int seconds) throws InterruptedException {
        List<OpenLoop> streams = List.of(
                OpenLoop.health(),
                new OpenLoop("ls", 20, _ -> Call.get("/api/v1/fs/ls?uri=viking://resources/notes-0")),
                new OpenLoop("find", 20, _ -> Call.find(texts.of(8))),
                new OpenLoop("write", 5, _ -> Call.post("/api/v1/content/write", nextWrite())));
        for (OpenLoop stream : streams) {
            var _ = stream.begin(client);
        }
        Thread.sleep(Duration.ofSeconds(seconds));
        for (OpenLoop stream : streams) {
            var _ = stream.end();
        }
        return streams;
    }

    private JsonObject nextWrite() {
        return new JsonObject()
                .put("uri", "viking://resources/written/note-" + written.incrementAndGet() + ".md")
                .put("content", texts.of(WORDS))
                .put("mode", "create");
    }
}
