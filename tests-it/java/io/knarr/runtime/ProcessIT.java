package io.knarr.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runnable jar as a process: its first line, its probes, its signals and its exit codes. */
class ProcessIT {
    private static final Pattern READY = Pattern.compile(
            "Knarr \\S+ listening on (http://\\S+) \\(workers \\d+, transport \\w+, data \\S+, embedder .+\\)");

    @TempDir
    Path home;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endAll() throws InterruptedException {
        for (Process process : started) {
            boolean _ = process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    private Path output() {
        return home.resolve("out");
    }

    private Process knarr(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-jar",
                System.getProperty("knarr.jar")));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("KNARR_") || name.startsWith("OPENVIKING_"));
        builder.environment().put("HOME", home.toString());
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private int exitCode(Process process) throws InterruptedException, IOException {
        assertThat(process.waitFor(30, TimeUnit.SECONDS))
                .as("ended in time, after: %s", printed())
                .isTrue();
        return process.exitValue();
    }

    private String printed() throws IOException {
        return Files.readString(output());
    }

    /** Waits for the line that says the server is ready; gives its URL. */
    private String url(Process process) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < end) {
            Matcher ready = READY.matcher(printed());
            if (ready.find()) {
                return ready.group(1);
            }
            assertThat(process.waitFor(20, TimeUnit.MILLISECONDS))
                    .as("ended early: %s", printed())
                    .isFalse();
        }
        throw new AssertionError("not ready: " + printed());
    }

    private HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void needsNothingAndEndsOnATermSignalWithZero() throws IOException, InterruptedException {
        Process process = knarr("--port", "0", "--workers", "3");
        String url = url(process);

        assertThat(get(url + "/health").body()).contains("\"healthy\":true");
        assertThat(get(url + "/ready").statusCode()).isEqualTo(200);
        assertThat(printed()).contains("workers 3", "data ~/.knarr");

        process.destroy();

        assertThat(exitCode(process)).isZero();
    }

    @Test
    void saysWhoHasThePort() throws IOException, InterruptedException {
        String url = url(knarr("--port", "0"));
        String port = url.substring(url.lastIndexOf(':') + 1);

        Process second = knarr("--port", port, "--data", home.resolve("other").toString());

        assertThat(exitCode(second)).isEqualTo(Exit.ERROR);
        assertThat(printed()).contains("Knarr did not start: a server of version", "port " + port, "--port");
    }

    @Test
    void saysThatAnotherProgramHasThePort() throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process process = knarr("--port", String.valueOf(taken.getLocalPort()));

            assertThat(exitCode(process)).isEqualTo(Exit.ERROR);
            assertThat(printed()).contains("in use by another program");
        }
    }

    @Test
    void sharesItsDataWithNobodyAndSaysSoBeforeThePort() throws IOException, InterruptedException {
        String url = url(knarr("--port", "0"));
        String port = url.substring(url.lastIndexOf(':') + 1);

        for (String other : new String[] {"0", port}) {
            Process second = knarr("--port", other);

            assertThat(exitCode(second))
                    .as("with port %s: %s", other, printed())
                    .isEqualTo(Exit.DATA_IN_USE);
        }
    }

    @Test
    void refusesABadConfigurationAndTouchesNothing() throws IOException, InterruptedException {
        Process process = knarr("--workers", "0", "--host", "0.0.0.0");

        assertThat(exitCode(process)).isEqualTo(Exit.CONFIGURATION);
        assertThat(printed()).contains("--workers: server.workers is 0");
        assertThat(home.resolve(".knarr")).doesNotExist();
    }
}
