package io.knarr.bench;

import io.knarr.it.Api;
import io.knarr.it.KnarrServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;

/**
 * Does a server that is asked to stop finish what it took? Finds, lists and writes at a fixed rate over connections that are
 * kept, an import under way; SIGTERM in the middle of it; then a second server on the same data, which goes on with the
 * import. Calls that were due after the signal are counted apart: a server that ends refuses them.
 *
 * <p>Arguments: calls per second (500), seconds before the signal (10), rounds (3).
 */
public final class ShutdownBench {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration AFTERWARDS = Duration.ofSeconds(3);
    private static final int NOTES = 100;
    private static final int WORDS = 150;

    private final Texts texts;

    private ShutdownBench(Texts texts) {
        this.texts = texts;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        double rate = args.length > 0 ? Double.parseDouble(args[0]) : 500;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 10;
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 3;
        Table.start(
                "calls per second",
                "answered, due before the signal",
                "other answers",
                "due after it",
                "exit code",
                "ended after ms",
                "next server ready after ms",
                "its import");
        for (int round = 0; round < rounds; round++) {
            new ShutdownBench(Texts.seeded(11)).run(rate, Duration.ofSeconds(seconds));
        }
    }

    private void run(double rate, Duration before) throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.create();
                Child provider = Child.start(ProviderMain.class)) {
            Conf conf = Conf.watched().embeddingBy(provider.ready());
            Endings inTime = new Endings();
            Endings late = new Endings();
            long[] signal = {Long.MAX_VALUE};
            long ended;
            int exit;
            String task;
            try (KnarrServer server = conf.start(scratch);
                    Client client = Client.of(server)) {
                Api api = new Api(server);
                Imports.addAndWait(api, "notes.zip", notes(), "viking://resources/notes", PATIENCE);
                OpenLoop load = new OpenLoop("mixed", rate, this::call)
                        .also((due, ending, nanos) -> (due < signal[0] ? inTime : late).add(ending, nanos))
                        .begin(client);
                Thread.sleep(before);
                String _ = provider.tell("after 200");
                task = Imports.add(api, "more.zip", notes(), "viking://resources/more");
                signal[0] = System.nanoTime();
                exit = server.stop();
                ended = System.nanoTime();
                Thread.sleep(AFTERWARDS);
                var _ = load.end();
            }
            long begun = System.nanoTime();
            try (KnarrServer next = conf.start(scratch)) {
                double ready = (System.nanoTime() - begun) / 1e6;
                Imports.await(new Api(next), task, PATIENCE);
                Table.row(
                        rate,
                        inTime.of(Endings.WELL).count(),
                        inTime.others(),
                        late.toString(),
                        exit,
                        (ended - signal[0]) / 1e6,
                        ready,
                        "completed");
            }
        }
    }

    private byte[] notes() throws IOException {
        return Api.zip(Texts.files(texts.list(NOTES, WORDS)));
    }

    private Call call(int number) {
        return switch (number % 10) {
            case 0, 1, 2 -> Call.find(texts.of(8));
            case 3 ->
                Call.post(
                        "/api/v1/content/write",
                        new JsonObject()
                                .put("uri", "viking://resources/written/note-" + number + ".md")
                                .put("content", texts.of(WORDS))
                                .put("mode", "create"));
            default -> Call.get("/api/v1/fs/ls?uri=viking://resources/notes&limit=20");
        };
    }
}
