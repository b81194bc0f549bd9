package io.knarr.bench;

import io.knarr.it.Api;
import io.knarr.it.KnarrServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Does one tenant notice that another asks for more than there is? B finds five times a second and imports a small file now
 * and then, alone; then beside A, who sends ten times the finds that the server can answer; then beside A, who imports one
 * archive after the other.
 *
 * <p>Arguments: seconds of each part (20), how many times the capacity (10).
 */
public final class TenantBench {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int NOTES = 50;
    private static final int IMPORTERS = 4;
    private static final int PER_SECOND = 5;

    private final KnarrServer server;
    private final Client flooder;
    private final Client client;
    private final Texts texts;
    private volatile boolean stopped;

    private TenantBench(KnarrServer server, Client flooder, Client client, Texts texts) {
        this.server = server;
        this.flooder = flooder;
        this.client = client;
        this.texts = texts;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 20;
        int times = args.length > 1 ? Integer.parseInt(args[1]) : 10;
        try (Scratch scratch = Scratch.create();
                KnarrServer server =
                        Conf.watched().with("server.auth_mode", "trusted").start(scratch);
                Client flooder = Client.of(server);
                Client client = Client.of(server)) {
            new TenantBench(server, flooder, client, Texts.seeded(5)).run(Duration.ofSeconds(seconds), times);
        }
    }

    private static Map<String, String> as(String tenant) {
        return Map.of("X-OpenViking-Account", tenant, "X-OpenViking-User", tenant);
    }

    private void run(Duration length, int times) throws IOException, InterruptedException {
        for (String tenant : List.of("a", "b")) {
            importNotes(new Api(server, as(tenant)), "notes");
        }
        Capacity capacity = Capacity.search(flooder, length.dividedBy(6), _ -> find("a"));
        Table.start("tenant B", "beside", "calls", "p50 ms", "p99 ms", "beside alone", "other answers", "answers to A");
        double alone = row("find", "nobody", 0, finds(length), "–");
        OpenLoop flood = new OpenLoop("find", times * capacity.perSecond(), _ -> find("a")).begin(flooder);
        Endings beside = finds(length);
        double _ = row(
                "find",
                "A’s finds × " + times,
                alone,
                beside,
                flood.end().endings().toString());
        double importing = row("import of one file", "nobody", 0, imports(length), "–");
        List<Thread> importers = new ArrayList<>();
        for (int i = 0; i < IMPORTERS; i++) {
            String name = "more-" + i;
            importers.add(Thread.ofPlatform().start(() -> importUntilStopped(name)));
        }
        Endings besideImports = imports(length);
        stopped = true;
        double _ = row(
                "import of one file",
                "A’s imports, " + IMPORTERS + " at once, " + NOTES + " files each",
                importing,
                besideImports,
                "–");
        // What A still has to import is nobody's business any more.
        server.kill();
        for (Thread importer : importers) {
            importer.join();
        }
    }

    private static double row(String what, String beside, double aloneMs, Endings endings, String toA) {
        Latencies times = endings.all();
        double p99 = times.quantileMs(0.99);
        double factor = aloneMs == 0 ? 1 : p99 / aloneMs;
        Table.row(what, beside, times.count(), times.quantileMs(0.5), p99, factor, endings.others(), toA);
        return p99;
    }

    private Call find(String tenant) {
        return Call.find(texts.of(8)).with(as(tenant));
    }

    private Endings finds(Duration length) throws InterruptedException {
        return new OpenLoop("find", PER_SECOND, _ -> find("b"))
                .run(client, length)
                .endings();
    }

    /** One after the other, each until its text can be found. */
    private Endings imports(Duration length) throws IOException, InterruptedException {
        Api api = new Api(server, as("b"));
        Endings endings = new Endings();
        long end = System.nanoTime() + length.toNanos();
        while (System.nanoTime() < end) {
            byte[] note = ("# A note\n\n" + texts.of(50) + "\n").getBytes(StandardCharsets.UTF_8);
            long started = System.nanoTime();
            JsonObject _ = api.add("note.md", note, new JsonObject());
            endings.add(Endings.WELL, System.nanoTime() - started);
        }
        return endings;
    }

    private void importNotes(Api api, String name) throws IOException, InterruptedException {
        byte[] notes = Api.zip(Texts.files(texts.list(NOTES, 150)));
        Imports.addAndWait(api, "notes.zip", notes, "viking://resources/" + name, PATIENCE);
    }

    private void importUntilStopped(String name) {
        try {
            for (int i = 0; !stopped; i++) {
                importNotes(new Api(server, as("a")), name + "-" + i);
            }
        } catch (IOException killed) {
            // As intended, at the end.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
