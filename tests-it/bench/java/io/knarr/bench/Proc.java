package io.knarr.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Other processes of this machine, as Linux shows them. */
final class Proc {
    private Proc() {}

    static void signal(long pid, String name) throws IOException, InterruptedException {
        run("kill", "-" + name, Long.toString(pid));
    }

    /** Megabytes of memory it really has. */
    static double residentMb(long pid) throws IOException {
        return status(pid, "VmRSS:") / 1024;
    }

    static int threads(long pid) throws IOException {
        return (int) status(pid, "Threads:");
    }

    private static double status(long pid, String name) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith(name)) {
                return Double.parseDouble(line.replaceAll("[^0-9]", ""));
            }
        }
        throw new IllegalStateException("no " + name + " of process " + pid);
    }

    /** Lets a JVM collect its garbage. */
    static void collect(long pid) throws IOException, InterruptedException {
        run(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid), "GC.run");
    }

    /** Established connections of this machine to a port of it. */
    static int connectionsTo(int port) throws IOException {
        int count = 0;
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] columns = line.strip().split("\\s+");
                // Number, local address, remote address with the port in hexadecimal, state: 01 is established.
                if (columns[2].endsWith(String.format(":%04X", port)) && columns[3].equals("01")) {
                    count++;
                }
            }
        }
        return count;
    }

    /** Whether a program is here and ends well. */
    static boolean runs(String... command) throws InterruptedException {
        try {
            return exit(command) == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        int exit = exit(command);
        if (exit != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with " + exit);
        }
    }

    private static int exit(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
