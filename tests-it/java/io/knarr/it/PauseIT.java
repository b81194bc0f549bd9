package io.knarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that stands still at random moments, as on a laptop that sleeps, goes on as if nothing had been. */
class PauseIT {
    private static final int PAUSES = 8;
    private static final int MOST_MS = 400;
    private static final int WRITERS = 3;
    private static final long SEED = Long.getLong("knarr.pause.seed", new Random().nextLong());

    @TempDir
    private Path directory;

    @Test
    void nothingFailsAndNothingIsLost() throws Exception {
        Random random = new Random(SEED);
        AtomicBoolean stop = new AtomicBoolean();
        try (KnarrServer server = KnarrServer.start(directory.resolve("data"));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Map<String, String>>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                String name = "writer-" + i;
                writers.add(threads.submit(() -> write(new Api(server), name, stop)));
            }
            pause(server, random);
            stop.set(true);
            check(new Api(server), writers);
        }
    }

    private static void pause(KnarrServer server, Random random) throws IOException, InterruptedException {
        for (int i = 0; i < PAUSES; i++) {
            Thread.sleep(random.nextInt(MOST_MS));
            signal(server, "-STOP");
            Thread.sleep(random.nextInt(MOST_MS));
            signal(server, "-CONT");
        }
    }

    private static void signal(KnarrServer server, String name) throws IOException, InterruptedException {
        List<String> command = List.of("kill", name, Long.toString(server.pid()));
        assertThat(Processes.run(command, Map.of(), Path.of("."), 30).exit()).isZero();
    }

    private static Map<String, String> write(Api api, String name, AtomicBoolean stop)
            throws IOException, InterruptedException {
        Map<String, String> written = new HashMap<>();
        for (int i = 0; !stop.get(); i++) {
            String uri = "viking://resources/paused/" + name + "-" + i + ".md";
            String content = "Entry " + i + " of " + name + "\n";
            JsonObject request =
                    new JsonObject().put("uri", uri).put("content", content).put("mode", "create");
            Api.Reply reply = api.post("/api/v1/content/write", request);
            assertThat(reply.status()).as("seed %s: %s", SEED, reply.body()).isEqualTo(200);
            written.put(uri, content);
        }
        return written;
    }

    private static void check(Api api, List<Future<Map<String, String>>> writers)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        for (Future<Map<String, String>> writer : writers) {
            Map<String, String> written = writer.get(60, TimeUnit.SECONDS);
            assertThat(written).as("seed %s", SEED).isNotEmpty();
            for (Map.Entry<String, String> file : written.entrySet()) {
                Api.Reply read = api.get("/api/v1/content/read?uri=" + Api.escape(file.getKey()));
                assertThat(read.body().getString("result"))
                        .as("seed %s: %s", SEED, file.getKey())
                        .isEqualTo(file.getValue());
            }
        }
    }
}
