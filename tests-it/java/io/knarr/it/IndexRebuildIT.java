package io.knarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index is derived: lost or torn, it is built again from the tree, and meanwhile no answer looks final that is not. */
class IndexRebuildIT {
    private static final String QUESTION = "wheels of mountain cheese in a cellar";
    private static final String ANSWER = "viking://resources/cheese/cheese.md";

    @TempDir
    private Path directory;

    @Test
    void rebuildsAnIndexThatIsGone() throws IOException, InterruptedException {
        Path data = filled();
        for (Path file : indexFiles(data)) {
            Files.delete(file);
        }
        answersAgain(data);
    }

    @Test
    void rebuildsAnIndexWhoseFilesAreTorn() throws IOException, InterruptedException {
        Path data = filled();
        for (Path file : indexFiles(data)) {
            try (RandomAccessFile torn = new RandomAccessFile(file.toFile(), "rw")) {
                torn.setLength(torn.length() / 2);
            }
        }
        answersAgain(data);
    }

    private Path filled() throws IOException, InterruptedException {
        Path data = directory.resolve("data");
        Path documents = Path.of("tests-it", "resources", "documents");
        try (KnarrServer server = KnarrServer.start(data)) {
            Api api = new Api(server);
            for (String name : List.of("cheese.md", "railway.html", "planets.csv")) {
                JsonObject added = api.add(name, Files.readAllBytes(documents.resolve(name)), new JsonObject());
                assertThat(added.getString("status")).isEqualTo("success");
            }
            assertThat(found(find(api))).isTrue();
            assertThat(server.stop()).isZero();
        }
        return data;
    }

    private static List<Path> indexFiles(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("_knarr").resolve("index"))) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            assertThat(all).hasSizeGreaterThan(1);
            return all;
        }
    }

    private static Api.Reply find(Api api) throws IOException, InterruptedException {
        return api.post(
                "/api/v1/search/find",
                new JsonObject()
                        .put("query", QUESTION)
                        .put("limit", 5)
                        .put("level", 2)
                        .put("target_uri", "viking://resources"));
    }

    private static boolean found(Api.Reply reply) {
        JsonArray hits = reply.result().getJsonArray("resources");
        return hits.stream().anyMatch(hit -> ((JsonObject) hit).getString("uri").equals(ANSWER));
    }

    private static void answersAgain(Path data) throws IOException, InterruptedException {
        try (KnarrServer server = KnarrServer.start(data)) {
            Api api = new Api(server);
            assertThat(server.log()).contains("index_rebuild_started");
            Api.Reply reply = find(api);
            while (reply.status() == 503 || reply.result().containsKey("degraded")) {
                if (reply.status() == 503) {
                    assertThat(reply.code()).isEqualTo("UNAVAILABLE");
                    assertThat(reply.body().encode()).contains("the index is being rebuilt");
                }
                // Waiting for the queues asks for what is awaited here; without it this would be a busy loop.
                assertThat(api.post("/api/v1/system/wait", new JsonObject().put("timeout", 1))
                                .status())
                        .isIn(200, 504);
                reply = find(api);
            }
            assertThat(reply.status()).as("%s", reply.body()).isEqualTo(200);
            assertThat(found(reply))
                    .as("final, and yet without it: %s", reply.body())
                    .isTrue();
        }
    }
}
