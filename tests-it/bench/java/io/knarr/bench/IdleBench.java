package io.knarr.bench;

import io.knarr.it.Api;
import io.knarr.it.KnarrServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * What do connections cost, and what is refused when a server is full? A server that takes eight requests at once: twenty
 * finds that take three seconds each; then /health while eight are always running and thousands of connections are idle.
 * Then a server as it comes: connections used again just before they would be closed, when they are closed, and how many
 * the system keeps waiting.
 *
 * <p>Arguments: idle connections (5000), seconds of /health (20), connections used again (200).
 */
public final class IdleBench {
    private static final int CAP = 8;
    private static final int CALLS = 20;
    private static final int TAKES_MS = 3000;
    /** Connections at once; opening more takes longer than they are kept. */
    private static final int MOST_REUSED = 500;

    private static final Duration REUSE_AFTER = Duration.ofMillis(4500);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Texts texts;

    private IdleBench(Texts texts) {
        this.texts = texts;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        int idle = args.length > 0 ? Integer.parseInt(args[0]) : 5000;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 20;
        int reused = args.length > 2 ? Integer.parseInt(args[2]) : 200;
        IdleBench bench = new IdleBench(Texts.seeded(6));
        Table.start("what", "how many", "ended", "p50 ms", "p99 ms", "max ms");
        try (Scratch scratch = Scratch.create();
                Child provider = Child.start(ProviderMain.class)) {
            bench.full(scratch, provider, idle, Duration.ofSeconds(seconds));
        }
        try (Scratch scratch = Scratch.create();
                KnarrServer server =
                        Conf.watched().with("server.timeout_keep_alive", 5).start(scratch)) {
            reuse(server.port(), reused);
            backlog(server.port());
        }
    }

    private void full(Scratch scratch, Child provider, int idle, Duration length)
            throws IOException, InterruptedException {
        Conf conf = Conf.watched()
                .embeddingBy(provider.ready())
                .with("embedding.query_timeout_ms", 2 * TAKES_MS)
                .with("server.limit_concurrency", CAP);
        try (KnarrServer server = conf.start(scratch);
                Client client = Client.of(server);
                Client prober = Client.of(server);
                Sockets sockets = new Sockets(server.port())) {
            Imports.addAndWait(
                    new Api(server),
                    "notes.zip",
                    Api.zip(Texts.files(texts.list(20, 150))),
                    "viking://resources/notes",
                    PATIENCE);
            var _ = ClosedLoop.run(client, 4, Duration.ofSeconds(3), _ -> find());
            var _ = OpenLoop.health().run(prober, Duration.ofSeconds(3));
            String _ = provider.tell("after " + TAKES_MS);
            row("finds of " + TAKES_MS + " ms, " + CAP + " allowed at once", CALLS, together(client));
            sockets.open(idle);
            Thread busy = Thread.ofPlatform().start(() -> keepFull(client, length));
            Endings health = OpenLoop.health().run(prober, length).endings();
            row(
                    "/health, " + CAP + " finds running, idle connections: " + idle,
                    health.all().count(),
                    health);
            busy.join();
            Table.row("idle connections afterwards", idle, sockets.stillOpen() + " still open", "", "", "");
        }
    }

    private Call find() {
        return Call.find(texts.of(8));
    }

    private Endings together(Client client) throws InterruptedException {
        Endings endings = new Endings();
        CountDownLatch open = new CountDownLatch(CALLS);
        for (int i = 0; i < CALLS; i++) {
            long started = System.nanoTime();
            client.send(find()).onComplete(ending -> {
                endings.add(ending.result(), System.nanoTime() - started);
                open.countDown();
            });
        }
        open.await();
        return endings;
    }

    private void keepFull(Client client, Duration length) {
        try {
            var _ = ClosedLoop.run(client, CAP, length, _ -> find());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void reuse(int port, int count) throws InterruptedException, IOException {
        Endings reused = new Endings();
        Endings closed = new Endings();
        int connections = Math.min(count, MOST_REUSED);
        try (Sockets sockets = new Sockets(port)) {
            long due = System.nanoTime();
            sockets.open(connections);
            for (int done = 0; done < count; done += connections) {
                // From the beginning of one round to that of the next, so that each connection is idle for as long.
                due += REUSE_AFTER.toNanos();
                Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
                sockets.again(reused);
            }
            sockets.awaitClose(closed);
        }
        row("times a connection was used again after " + REUSE_AFTER.toMillis() + " ms", count, reused);
        row("connections closed when idle", connections, closed);
    }

    /** How many connections the system keeps waiting for the server: Send-Q of a socket that listens. */
    private static void backlog(int port) throws IOException, InterruptedException {
        Process ss = new ProcessBuilder("ss", "-ltnH", "sport = :" + port).start();
        String line = new String(ss.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int _ = ss.waitFor();
        String sendQueue =
                Stream.of(line.strip().split("\\s+")).skip(2).findFirst().orElse("?");
        Table.row("connections the system keeps waiting (backlog 2048)", 1, "Send-Q " + sendQueue, "", "", "");
    }

    private static void row(String what, int count, Endings endings) {
        Latencies all = endings.all();
        Table.row(what, count, endings.timed(), all.quantileMs(0.5), all.quantileMs(0.99), all.quantileMs(1));
    }
}
