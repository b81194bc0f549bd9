package io.knarr.storage.embedded;

import io.knarr.fault.Fault;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A process of its own that takes data directories and gives them back, as it is told line by line. */
final class Contender implements AutoCloseable {
    private final Process process;
    private final PrintStream orders;
    private final BufferedReader answers;

    private Contender(Process process) {
        this.process = process;
        this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static Contender start() throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Contender.class.getName());
        return new Contender(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    long pid() {
        return process.pid();
    }

    /** Lets it take a directory, without waiting for the answer. */
    void tellToTake(Path directory) {
        orders.println("take " + directory);
    }

    /** {@code mine}, {@code given}, or what the fault says. */
    String answer() throws IOException {
        String line = answers.readLine();
        return line == null ? "dead" : line;
    }

    String take(Path directory) throws IOException {
        tellToTake(directory);
        return answer();
    }

    String give(Path directory) throws IOException {
        orders.println("give " + directory);
        return answer();
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        if (!process.destroyForcibly().waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("survived a kill");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The process. It ends with its input. */
    public static void main(String[] arguments) throws IOException {
        DirectoryOwner owner = new DirectoryOwner(
                ProcessHandle.current().pid(), "host-a", "http://127.0.0.1:1933", Instant.EPOCH, "0.1.0");
        DirectoryLocks locks = new DirectoryLocks();
        Map<String, DataDirectoryBlocking> directories = new HashMap<>();
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            DataDirectoryBlocking directory = directories.computeIfAbsent(
                    order.substring("take ".length()), path -> new DataDirectoryBlocking(Path.of(path), owner, locks));
            System.out.println(order.startsWith("take") ? take(directory) : give(directory));
        }
    }

    private static String take(DataDirectoryBlocking directory) {
        try {
            Path _ = directory.acquire(Set.of());
            return "mine";
        } catch (Fault fault) {
            return fault.getMessage();
        }
    }

    private static String give(DataDirectoryBlocking directory) {
        directory.release();
        return "given";
    }
}
