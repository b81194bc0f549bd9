package io.knarr.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program of these benchmarks in a JVM of its own. It prints a line when it is ready, answers each line it is sent by one
 * line, and ends when its input does, which happens at the latest when this process ends.
 */
final class Child implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final Writer in;
    private final String ready;

    private Child(Process process, BufferedReader out, String ready) {
        this.process = process;
        this.out = out;
        this.in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        this.ready = ready;
    }

    static Child start(Class<?> program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        return new Child(process, out, line(out, program.getSimpleName()));
    }

    private static String line(BufferedReader out, String from) throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IllegalStateException(from + " has ended");
        }
        return line;
    }

    /** The line it printed when it was ready. */
    String ready() {
        return ready;
    }

    /** Sends a line and returns the one that is answered. */
    String tell(String line) throws IOException {
        in.write(line + "\n");
        in.flush();
        return line(out, "the program told to " + line);
    }

    /** As {@code kill -STOP}: its sockets stay open, and nobody is behind them. */
    void freeze() throws IOException, InterruptedException {
        Proc.signal(process.pid(), "STOP");
    }

    void thaw() throws IOException, InterruptedException {
        Proc.signal(process.pid(), "CONT");
    }

    /** The main method of programs that are run this way. Returns never: the JVM ends here, also when it cannot start. */
    static void serve(Program program) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println(program.begin());
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println(program.told(line.split(" ")));
            }
            System.exit(0);
        } catch (IOException | RuntimeException failure) {
            failure.printStackTrace();
            System.exit(1);
        }
    }

    /** What is run this way. */
    interface Program {
        /** Begins; the result is what others must know. */
        String begin();

        /** Does as it is told, and answers. */
        default String told(String[] words) {
            throw new IllegalArgumentException("takes no orders: " + words[0]);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
