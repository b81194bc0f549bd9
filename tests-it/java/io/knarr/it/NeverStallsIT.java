package io.knarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One event loop serves searches and health while an import keeps the model busy: nobody waits for somebody else. */
class NeverStallsIT {
    private static final int CALLERS = 8;

    /** A loop that a busy machine does not schedule counts as blocked too; a handler that blocks takes far longer. */
    private static final long BLOCKED_MS = 1000;

    private static final Pattern BLOCKED = Pattern.compile("msg=\"an event loop goes on\".* ms=(\\d+)");

    @TempDir
    private Path directory;

    @Test
    void searchesAndHealthAnswerDuringAnImport() throws IOException, InterruptedException, ExecutionException {
        try (KnarrServer server = KnarrServer.start(directory.resolve("data"), "--workers", "1");
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Api api = new Api(server);
            api.add("first.md", "# First\n\nMountain cheese.\n".getBytes(StandardCharsets.UTF_8), new JsonObject());
            String task = importMuch(api);
            int roundsDuringImport = 0;
            do {
                List<Future<Api.Reply>> replies = new ArrayList<>();
                for (int i = 0; i < CALLERS; i++) {
                    JsonObject query = new JsonObject().put("query", "cheese number " + i);
                    replies.add(callers.submit(() -> api.post("/api/v1/search/find", query)));
                    replies.add(callers.submit(() -> api.get("/health")));
                }
                for (Future<Api.Reply> reply : replies) {
                    assertThat(reply.get().status())
                            .as("%s", reply.get().body())
                            .isEqualTo(200);
                }
                if (running(api, task)) {
                    roundsDuringImport++;
                }
            } while (running(api, task));
            assertThat(roundsDuringImport)
                    .as("rounds that were over before the import was")
                    .isPositive();
            assertThat(blocked(server.log())).isEmpty();
        }
    }

    private static String importMuch(Api api) throws IOException, InterruptedException {
        byte[] book = Files.readAllBytes(Path.of("tests-it", "resources", "documents", "beekeeping.md"));
        Api.Reply accepted = null;
        for (int i = 0; i < 4; i++) {
            accepted = api.post(
                    "/api/v1/resources", new JsonObject().put("temp_file_id", api.upload("book" + i + ".md", book)));
            assertThat(accepted.status()).isEqualTo(200);
        }
        return java.util.Objects.requireNonNull(accepted).result().getString("task_id");
    }

    private static boolean running(Api api, String task) throws IOException, InterruptedException {
        String status = api.get("/api/v1/tasks/" + task).result().getString("status");
        assertThat(status).isIn("pending", "running", "completed");
        return !status.equals("completed");
    }

    private static List<String> blocked(String log) {
        return BLOCKED.matcher(log)
                .results()
                .filter(warning -> Long.parseLong(warning.group(1)) >= BLOCKED_MS)
                .map(MatchResult::group)
                .toList();
    }
}
