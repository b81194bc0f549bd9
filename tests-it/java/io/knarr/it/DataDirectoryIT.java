package io.knarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process owns a data directory, says so to others, and leaves nothing behind that keeps the next one out. */
class DataDirectoryIT {
    private static final int DIRECTORY_IN_USE = 3;

    @TempDir
    private Path directory;

    private Processes.Result second(Path data) throws IOException, InterruptedException {
        return Processes.run(
                KnarrServer.command("serve", "--port", "0", "--data", data.toString()),
                Map.of("HOME", directory.toString()),
                directory,
                120);
    }

    @Test
    void theSecondServerSaysWhoHoldsTheDirectoryAndLeavesItAlone() throws IOException, InterruptedException {
        Path data = directory.resolve("data");
        try (KnarrServer first = KnarrServer.start(data)) {
            Processes.Result refused = second(data);
            assertThat(refused.exit()).as(refused.all()).isEqualTo(DIRECTORY_IN_USE);
            assertThat(refused.err())
                    .contains(data.toString(), "process " + first.pid(), ":" + first.port(), "--data DIR");
            assertThat(new Api(first).get("/health").status()).isEqualTo(200);

            Path link = Files.createSymbolicLink(directory.resolve("link"), data);
            assertThat(second(link).exit()).isEqualTo(DIRECTORY_IN_USE);
        }
    }

    @Test
    void afterKillTheNextServerStartsWithWhatWasWritten() throws IOException, InterruptedException {
        Path data = directory.resolve("data");
        String uri = "viking://resources/kept.md";
        KnarrServer killed = KnarrServer.start(data);
        try (killed) {
            Api.Reply written = new Api(killed)
                    .post(
                            "/api/v1/content/write",
                            new JsonObject()
                                    .put("uri", uri)
                                    .put("content", "Kept.\n")
                                    .put("mode", "create"));
            assertThat(written.status()).as("%s", written.body()).isEqualTo(200);
            killed.kill();
        }
        try (KnarrServer next = KnarrServer.start(data)) {
            assertThat(new Api(next)
                            .get("/api/v1/content/read?uri=" + Api.escape(uri))
                            .body()
                            .getString("result"))
                    .isEqualTo("Kept.\n");
        }
    }

    @Test
    void aGracefulStopExitsWithZeroAndReleasesTheDirectory() throws IOException, InterruptedException {
        Path data = directory.resolve("data");
        try (KnarrServer first = KnarrServer.start(data)) {
            assertThat(data.resolve("LOCK.owner")).exists();
            assertThat(first.stop()).as(first.log()).isZero();
        }
        assertThat(data.resolve("LOCK.owner")).doesNotExist();
        try (KnarrServer next = KnarrServer.start(data)) {
            assertThat(next.stop()).as(next.log()).isZero();
        }
    }

    @Test
    void anOpenVikingServerThatLivesIsRespectedAndADeadOneIsNot() throws IOException, InterruptedException {
        Path data = Files.createDirectories(directory.resolve("data"));
        Path record = data.resolve(".openviking.pid");
        long alive = ProcessHandle.current().pid();
        Files.writeString(record, String.valueOf(alive));
        Processes.Result refused = second(data);
        assertThat(refused.exit()).as(refused.all()).isEqualTo(DIRECTORY_IN_USE);
        assertThat(refused.err()).contains("OpenViking", "process " + alive, record.toString());

        Process dead = new ProcessBuilder("true").start();
        assertThat(dead.waitFor()).isZero();
        Files.writeString(record, String.valueOf(dead.pid()));
        try (KnarrServer next = KnarrServer.start(data)) {
            assertThat(new Api(next).get("/health").status()).isEqualTo(200);
        }
    }
}
