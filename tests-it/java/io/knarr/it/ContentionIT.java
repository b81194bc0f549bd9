package io.knarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many callers at one place wait for each other for a moment; none of them fails (R56). */
class ContentionIT {
    private static final int CALLERS = 20;

    @TempDir
    private static Path directory;

    private static KnarrServer server;
    private static Api api;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = KnarrServer.start(directory.resolve("data"));
        api = new Api(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void twentyWritersOfOneFileAllSucceed() throws Exception {
        String uri = "viking://resources/contended/one.md";
        assertThat(write(uri, "first", "create").status()).isEqualTo(200);

        List<Api.Reply> replies = together(number -> write(uri, "text of " + number, "replace"));

        assertThat(replies)
                .allSatisfy(reply ->
                        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(200));
        assertThat(api.get("/api/v1/content/read?uri=" + Api.escape(uri)).body().getString("result"))
                .startsWith("text of ");
    }

    @Test
    void filesAddedToOneDirectoryAtOnceAllGetThere() throws Exception {
        List<Api.Reply> replies = together(number -> api.post(
                "/api/v1/resources",
                new JsonObject()
                        .put(
                                "temp_file_id",
                                api.upload("note.md", ("# Note " + number).getBytes(StandardCharsets.UTF_8)))
                        .put("parent", "viking://resources/inbox")
                        .put("create_parent", true)
                        .put("wait", true)));

        Set<String> roots = new HashSet<>();
        for (Api.Reply reply : replies) {
            assertThat(reply.status()).as("%s", reply.body()).isEqualTo(200);
            roots.add(reply.result().getString("root_uri"));
        }
        assertThat(roots).hasSize(CALLERS);
    }

    @Test
    void filesOfOneDirectoryDeletedAtOnceAreAllGone() throws Exception {
        for (int i = 0; i < CALLERS; i++) {
            assertThat(write("viking://resources/bin/f" + i + ".md", "x", "create")
                            .status())
                    .isEqualTo(200);
        }

        List<Api.Reply> replies = together(
                number -> api.delete("/api/v1/fs?uri=" + Api.escape("viking://resources/bin/f" + number + ".md")));

        assertThat(replies)
                .allSatisfy(reply ->
                        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(200));
        assertThat(api.get("/api/v1/fs/ls?uri=" + Api.escape("viking://resources/bin"))
                        .body()
                        .encode())
                .doesNotContain("f1.md");
    }

    private static Api.Reply write(String uri, String content, String mode) throws IOException, InterruptedException {
        return api.post(
                "/api/v1/content/write",
                new JsonObject().put("uri", uri).put("content", content).put("mode", mode));
    }

    private interface Numbered {
        Api.Reply call(int number) throws IOException, InterruptedException;
    }

    private static List<Api.Reply> together(Numbered call) throws InterruptedException, ExecutionException {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Api.Reply>> calls = IntStream.range(0, CALLERS)
                    .<Callable<Api.Reply>>mapToObj(number -> () -> call.call(number))
                    .toList();
            List<Api.Reply> replies = new ArrayList<>();
            for (Future<Api.Reply> reply : callers.invokeAll(calls)) {
                replies.add(reply.get());
            }
            return replies;
        }
    }
}
