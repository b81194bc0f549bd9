package io.knarr.bench;

import io.knarr.it.Api;
import io.knarr.it.KnarrServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Is anything lost when the whole server stands still at random moments, as a laptop that sleeps or a machine that is moved
 * makes it? Writers write while the server gets SIGSTOP and SIGCONT; then all that was acknowledged is read.
 *
 * <p>Arguments: seconds (30), seed (by chance; printed).
 */
public final class PauseBench {
    private static final int WRITERS = 4;
    private static final int MOST_MS = 3000;
    private static final int LEAST_MS = 50;

    private final KnarrServer server;
    private final Random random;
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger failed = new AtomicInteger();
    private volatile boolean stopped;

    private PauseBench(KnarrServer server, Random random) {
        this.server = server;
        this.random = random;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 30;
        long seed = args.length > 1 ? Long.parseLong(args[1]) : new Random().nextLong();
        try (Scratch scratch = Scratch.create();
                KnarrServer server = Conf.watched().start(scratch)) {
            new PauseBench(server, new Random(seed)).run(Duration.ofSeconds(seconds), seed);
        }
    }

    private void run(Duration length, long seed) throws IOException, InterruptedException {
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            String name = "writer-" + i;
            writers.add(Thread.ofPlatform().start(() -> write(name)));
        }
        Latencies pauses = pause(length);
        stopped = true;
        for (Thread writer : writers) {
            writer.join();
        }
        Api api = new Api(server);
        Api.Reply idle = api.post("/api/v1/system/wait", new JsonObject().put("timeout", 120));
        Table.start(
                "seed",
                "pauses",
                "longest, ms",
                "writes acknowledged",
                "failed",
                "lost",
                "work left over",
                "log warns");
        Table.row(
                seed,
                pauses.count(),
                pauses.quantileMs(1),
                acknowledged.size(),
                failed.get(),
                lost(api),
                idle.status() == 200 ? "none" : "some",
                server.log().lines().filter(line -> line.contains("WARN")).count());
    }

    /** Lets the server run and stand still in turn, for random times. */
    private Latencies pause(Duration length) throws IOException, InterruptedException {
        Latencies pauses = new Latencies();
        long end = System.nanoTime() + length.toNanos();
        while (System.nanoTime() < end) {
            Thread.sleep(random.nextInt(LEAST_MS, MOST_MS));
            long began = System.nanoTime();
            Proc.signal(server.pid(), "STOP");
            Thread.sleep(random.nextInt(LEAST_MS, MOST_MS));
            Proc.signal(server.pid(), "CONT");
            pauses.add(System.nanoTime() - began);
        }
        return pauses;
    }

    private void write(String name) {
        Api api = new Api(server);
        for (int i = 0; !stopped; i++) {
            String uri = "viking://resources/paused/" + name + "-" + i + ".md";
            String content = "# " + name + "\n\nNote " + i + " of one who does not know of pauses.\n";
            try {
                Api.Reply reply = api.post(
                        "/api/v1/content/write",
                        new JsonObject().put("uri", uri).put("content", content).put("mode", "create"));
                if (reply.status() == 200) {
                    acknowledged.put(uri, content);
                } else {
                    failed.incrementAndGet();
                }
            } catch (IOException broken) {
                failed.incrementAndGet();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private int lost(Api api) throws IOException, InterruptedException {
        int lost = 0;
        for (Map.Entry<String, String> file : acknowledged.entrySet()) {
            Api.Reply read = api.get("/api/v1/content/read?uri=" + Api.escape(file.getKey()));
            lost += file.getValue().equals(read.body().getString("result")) ? 0 : 1;
        }
        return lost;
    }
}
