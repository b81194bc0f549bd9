package io.knarr.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A server in a process of its own, started as users start it. */
public final class KnarrServer implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("listening on http://[^ ]*:(\\d+)");
    private static final int START_SECONDS = 60;

    private final Process process;
    private final Path log;
    private final int port;

    private KnarrServer(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /** The launcher as it is shipped, beside the jar. */
    static List<String> command(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(Path.of(jar()).resolveSibling("knarr").toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    static String jar() {
        return Path.of(System.getProperty("knarr.jar", "target/knarr.jar"))
                .toAbsolutePath()
                .toString();
    }

    /** Starts with an empty home, on a free port, and waits for the line that says it is ready. */
    public static KnarrServer start(Path data, String... arguments) throws IOException {
        return start(data, Map.of(), arguments);
    }

    public static KnarrServer start(Path data, Map<String, String> environment, String... arguments)
            throws IOException {
        Path home = Files.createDirectories(data.resolveSibling(data.getFileName() + "-home"));
        Path log = home.resolve("stderr.log");
        List<String> all = new ArrayList<>(List.of("serve", "--port", "0", "--data", data.toString()));
        all.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command(all.toArray(String[]::new)))
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("HOME", home.toString());
        builder.environment()
                .put(
                        "KNARR_JAVA",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        CompletableFuture<@Nullable Integer> ready = CompletableFuture.supplyAsync(() -> portOf(out));
        try {
            Integer port = ready.get(START_SECONDS, TimeUnit.SECONDS);
            if (port == null) {
                throw new IllegalStateException("ended before it was ready:\n" + Files.readString(log));
            }
            Thread.ofVirtual().start(() -> drain(out));
            return new KnarrServer(process, log, port);
        } catch (InterruptedException
                | java.util.concurrent.ExecutionException
                | java.util.concurrent.TimeoutException failure) {
            process.destroyForcibly();
            throw new IllegalStateException(
                    "not ready within " + START_SECONDS + " s:\n" + Files.readString(log), failure);
        }
    }

    private static @Nullable Integer portOf(BufferedReader out) {
        try {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                Matcher ready = READY.matcher(line);
                if (ready.find()) {
                    return Integer.valueOf(ready.group(1));
                }
            }
            return null;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void drain(BufferedReader out) {
        try {
            while (out.readLine() != null) {
                // What it prints after being ready is of no interest here.
            }
        } catch (IOException ended) {
            // The process has ended.
        }
    }

    public int port() {
        return port;
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    public long pid() {
        return process.pid();
    }

    public String log() throws IOException {
        return Files.readString(log);
    }

    /** As the system does it when memory runs out: no hook runs. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Asks it to stop; the result is its exit code. */
    public int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("did not stop within 20 s");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
