package io.knarr.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
    @TempDir
    Path root;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** A server must not be put together in any of these tests. */
    private int run(String... arguments) {
        return run(new Given(root), arguments);
    }

    private int run(Given given, String... arguments) {
        return Main.commandLine(given.surroundings(), (_, _, _) -> {
                    throw new AssertionError("nothing should have been started");
                })
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--version", "version", "check", "serve --help", "doctor --offline"})
    void startsAndWritesNothing(String line) throws IOException {
        int loops = loops();

        assertThat(run(line.split(" "))).isEqualTo(Exit.OK);

        assertThat(out.toString()).isNotBlank();
        assertThat(loops()).isEqualTo(loops);
        try (Stream<Path> left = Files.list(root)) {
            assertThat(left).isEmpty();
        }
    }

    private static int loops() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("eventloop"))
                .count();
    }

    @Test
    void saysWhichVersionItIs() {
        assertThat(run("version")).isEqualTo(Exit.OK);
        assertThat(out.toString()).matches("Knarr \\d+\\.\\d+\\.\\d+ \\(Java \\d+, .*\\)\\R");
    }

    @Test
    void checkPrintsEveryValueWithItsOrigin() {
        Given given = new Given(root)
                .userFile("{\"server\":{\"port\":1}}")
                .variable("KNARR_SERVER_BACKLOG", "7")
                .variable("KNARR_SERVER_ROOT_API_KEY", "sesame");

        assertThat(run(given, "check", "--workers", "5")).isEqualTo(Exit.OK);

        assertThat(out.toString())
                .contains(
                        "file: ~/.openviking/ov.conf",
                        "server.port = 1  (ov.conf:server.port)",
                        "server.backlog = 7  (KNARR_SERVER_BACKLOG)",
                        "server.workers = 5  (--workers)",
                        "server.host = 127.0.0.1  (default)",
                        "server.root_api_key = ***  (KNARR_SERVER_ROOT_API_KEY)",
                        "server.timeout_keep_alive = 5")
                .doesNotContain("sesame");
        assertThat(out.toString().lines()).hasSize(Keys.ALL.size() + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "serve", ""})
    void everyMistakeIsNamedAndTheCodeIsTwo(String command) {
        String[] arguments = Stream.of(command, "--port", "x", "--workers", "0")
                .filter(part -> !part.isEmpty())
                .toArray(String[]::new);

        assertThat(run(arguments)).isEqualTo(Exit.CONFIGURATION);
        assertThat(err.toString())
                .contains(
                        "--port: server.port is x, it must be a whole number from 0 to 65535",
                        "--workers: server.workers is 0, it must be a whole number from 1 to 1024");
    }

    @Test
    void anUnknownOptionIsAMistakeToo() {
        assertThat(run("serve", "--prot", "1")).isEqualTo(Exit.CONFIGURATION);
        assertThat(err.toString()).contains("--prot");
    }

    @Test
    void takesTheOptionsOfOpenVikingsServer() {
        assertThat(run("check", "--with-bot", "--bot-port", "1", "--enable-bot-logging", "--bot-log-dir", "/x"))
                .isEqualTo(Exit.OK);
        assertThat(err.toString()).contains("--with-bot, --bot-port");
    }

    @Test
    void mcpIsPlanned() {
        assertThat(run("mcp")).isEqualTo(Exit.ERROR);
        assertThat(err.toString()).contains("knarr serve");
    }

    @Test
    void theDoctorNamesWhatIsWrongAndWhatToDo() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "");
        Given given = new Given(root).variable("KNARR_SERVER_WORKERS", "many");

        assertThat(run(given, "doctor", "--offline", "--data", file.toString())).isEqualTo(Exit.ERROR);

        assertThat(out.toString())
                .contains("KNARR_SERVER_WORKERS: server.workers is many", "is not a directory", "->", "--data");
    }

    @Test
    void theDoctorSeesALiveOpenVikingServer() throws IOException {
        Files.writeString(
                root.resolve(".openviking.pid"),
                Objects.toString(ProcessHandle.current().pid()));

        assertThat(run("doctor", "--offline", "--data", root.toString())).isEqualTo(Exit.ERROR);
        assertThat(out.toString()).contains("OpenViking server");
    }

    @Test
    void theDoctorSeesWhoHoldsTheDirectory() throws IOException {
        Files.writeString(
                root.resolve("LOCK.owner"),
                "{\"pid\":" + ProcessHandle.current().pid()
                        + ",\"host\":\"box\",\"url\":\"http://127.0.0.1:7\",\"started_at\":\"2026-01-01T00:00:00Z\"}");

        assertThat(run("doctor", "--offline", "--data", root.toString())).isEqualTo(Exit.OK);
        assertThat(out.toString()).contains("on host box (http://127.0.0.1:7, since 2026-01-01T00:00:00Z)");
    }

    @Test
    void theDoctorForgetsADeadOne() throws IOException {
        Files.writeString(root.resolve(".openviking.pid"), "999999999");

        assertThat(run("doctor", "--offline", "--data", root.toString())).isEqualTo(Exit.OK);
    }
}
