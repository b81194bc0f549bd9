package io.knarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Killed at a random moment while it is written to, the server comes back with all it had acknowledged. {@code
 * -Dknarr.crash.rounds=200} for more rounds, {@code -Dknarr.crash.seed} to repeat some.
 */
class CrashIT {
    private static final int WRITERS = 3;
    private static final int ROUNDS = Integer.getInteger("knarr.crash.rounds", 10);
    private static final long SEED = Long.getLong("knarr.crash.seed", new Random().nextLong());

    @TempDir
    private Path directory;

    private final Map<String, Possible> files = new ConcurrentHashMap<>();
    private final Queue<String> tasks = new ConcurrentLinkedQueue<>();
    private final Set<String> touched = ConcurrentHashMap.newKeySet();

    /**
     * What a file may hold after a crash; empty for no file.
     *
     * @param contents the acknowledged state, and those asked for since without an answer
     */
    private record Possible(Set<Optional<String>> contents) {
        Possible and(Optional<String> asked) {
            Set<Optional<String>> more = new HashSet<>(contents);
            more.add(asked);
            return new Possible(Set.copyOf(more));
        }

        static Possible only(Optional<String> known) {
            return new Possible(Set.of(known));
        }
    }

    @Test
    void nothingAcknowledgedIsLost() throws IOException, InterruptedException, ExecutionException {
        Random random = new Random(SEED);
        System.out.println("CrashIT seed=" + SEED + " rounds=" + ROUNDS);
        Path data = directory.resolve("data");
        int checked = 0;
        for (int round = 0; round < ROUNDS; round++) {
            writeUntilKilled(data, random, round);
            long began = System.nanoTime();
            try (KnarrServer server = KnarrServer.start(data)) {
                long startMs = (System.nanoTime() - began) / 1_000_000;
                Api api = new Api(server);
                checked += checkTree(api, round);
                checkWorkEnds(api, round);
                checkFound(api, round);
                System.out.println("round=" + round + " start_ms=" + startMs + " files=" + files.size() + " tasks="
                        + tasks.size() + " lost=0");
                server.kill();
            }
            touched.clear();
        }
        System.out.println("CrashIT rounds=" + ROUNDS + " checked=" + checked + " lost=0");
        assertThat(checked).isPositive();
    }

    private void writeUntilKilled(Path data, Random random, int round)
            throws IOException, InterruptedException, ExecutionException {
        try (KnarrServer server = KnarrServer.start(data);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Api api = new Api(server);
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int number = writer;
                long seed = random.nextLong();
                writers.add(threads.submit(() -> write(api, new Random(seed), "r" + round + "w" + number)));
            }
            writers.add(threads.submit(() -> importMore(api, round)));
            Thread.sleep(200 + random.nextInt(1500));
            server.kill();
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
    }

    /** Writes, replaces and removes files of its own until nobody answers. */
    private void write(Api api, Random random, String name) {
        try {
            for (int i = 0; ; i++) {
                String uri = "viking://resources/crash/" + name + "-" + random.nextInt(4) + ".md";
                Possible known = files.getOrDefault(uri, Possible.only(Optional.empty()));
                boolean exists = known.contents().iterator().next().isPresent();
                touched.add(uri);
                if (exists && random.nextInt(4) == 0) {
                    files.put(uri, known.and(Optional.empty()));
                    acknowledged(api.delete("/api/v1/fs?uri=" + Api.escape(uri)));
                    files.put(uri, Possible.only(Optional.empty()));
                } else {
                    Optional<String> content = Optional.of("Entry " + i + " about " + word(random) + "\n");
                    files.put(uri, known.and(content));
                    acknowledged(api.post(
                            "/api/v1/content/write",
                            new JsonObject()
                                    .put("uri", uri)
                                    .put("content", content.get())
                                    .put("mode", exists ? "replace" : "create")));
                    files.put(uri, Possible.only(content));
                }
            }
        } catch (IOException killed) {
            // As intended: what was asked for last is neither done nor undone for sure.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void importMore(Api api, int round) {
        try {
            for (int i = 0; ; i++) {
                byte[] text = ("# Import " + i + "\n\nOf round " + round + ".\n").getBytes(StandardCharsets.UTF_8);
                String id = api.upload("import-" + round + ".md", text);
                Api.Reply accepted = api.post("/api/v1/resources", new JsonObject().put("temp_file_id", id));
                acknowledged(accepted);
                tasks.add(accepted.result().getString("task_id"));
            }
        } catch (IOException killed) {
            // As intended.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void acknowledged(Api.Reply reply) {
        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(200);
    }

    /** One word that no other content has. */
    private static String word(Random random) {
        StringBuilder word = new StringBuilder("zq");
        for (int i = 0; i < 12; i++) {
            word.append((char) ('a' + random.nextInt(26)));
        }
        return word.toString();
    }

    private int checkTree(Api api, int round) throws IOException, InterruptedException {
        for (Map.Entry<String, Possible> file : files.entrySet()) {
            Api.Reply read = api.get("/api/v1/content/read?uri=" + Api.escape(file.getKey()));
            Optional<String> content = read.status() == 404
                    ? Optional.empty()
                    : Optional.of(read.body().getString("result"));
            assertThat(file.getValue().contents())
                    .as("lost: %s in round %s of seed %s", file.getKey(), round, SEED)
                    .contains(content);
            file.setValue(Possible.only(content));
        }
        return files.size();
    }

    private void checkWorkEnds(Api api, int round) throws IOException, InterruptedException {
        Api.Reply idle = api.post("/api/v1/system/wait", new JsonObject().put("timeout", 240));
        assertThat(idle.status())
                .as("round %s of seed %s: %s", round, SEED, idle.body())
                .isEqualTo(200);
        for (String task = tasks.poll(); task != null; task = tasks.poll()) {
            JsonObject state = api.get("/api/v1/tasks/" + task).result();
            assertThat(state.getString("status"))
                    .as("round %s of seed %s: %s", round, SEED, state)
                    .isEqualTo("completed");
        }
    }

    private void checkFound(Api api, int round) throws IOException, InterruptedException {
        for (String uri : touched) {
            Optional<String> content =
                    Objects.requireNonNull(files.get(uri)).contents().iterator().next();
            if (content.isPresent()) {
                String text = content.get().strip();
                JsonObject query = new JsonObject()
                        .put("query", text.substring(text.lastIndexOf(' ') + 1))
                        .put("level", 2)
                        .put("limit", 5);
                assertThat(api.post("/api/v1/search/find", query).body().encode())
                        .as("not found in round %s of seed %s", round, SEED)
                        .contains("\"" + uri + "\"");
            }
        }
    }
}
