package io.knarr.bench;

import io.knarr.it.Api;
import io.knarr.it.KnarrServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Who waits for a slow disk? Only who writes should. strace (which needs no rights for a process of one’s own) holds each
 * fsync and fdatasync of the server for so long; reads come from the memory of the system and are not held. Writes, finds,
 * {@code ls} and /health at fixed rates.
 *
 * <p>Arguments: seconds for each row (20), milliseconds that a sync takes (0 50 300).
 */
public final class SlowDiskBench {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final int NOTES = 50;

    private final Texts texts;
    private final Duration length;

    private SlowDiskBench(Texts texts, Duration length) {
        this.texts = texts;
        this.length = length;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 20;
        List<String> delays = args.length > 1 ? List.of(args).subList(1, args.length) : List.of("0", "50", "300");
        if (!Proc.runs("strace", "-o", "/dev/null", "true")) {
            System.out.println(
                    "Not measured: strace, which makes the disk slow, is not installed or not allowed here.");
            return;
        }
        SlowDiskBench bench = new SlowDiskBench(Texts.seeded(9), Duration.ofSeconds(seconds));
        Table.start("a sync takes, ms more", "call", "calls/s", "p50 ms", "p99 ms", "max ms", "not 200");
        for (String delay : delays) {
            try (Scratch scratch = Scratch.create()) {
                bench.rows(scratch, Integer.parseInt(delay));
            }
        }
    }

    private void rows(Scratch scratch, int delayMs) throws IOException, InterruptedException {
        Map<String, String> slow =
                Map.of("KNARR_JAVA", slowJava(scratch, delayMs).toString());
        try (KnarrServer server = Conf.watched().start(scratch, slow);
                Client client = Client.of(server);
                Client prober = Client.of(server)) {
            byte[] notes = Api.zip(Texts.files(texts.list(NOTES, 150)));
            Imports.addAndWait(new Api(server), "notes.zip", notes, "viking://resources/notes", PATIENCE);
            var _ = find().run(client, WARM_UP);
            List<OpenLoop> streams = List.of(OpenLoop.health(), ls(), find(), write());
            List<OpenLoop> begun = new ArrayList<>();
            for (OpenLoop stream : streams) {
                begun.add(stream.begin(stream.equals(streams.getFirst()) ? prober : client));
            }
            Thread.sleep(length);
            begun.forEach(OpenLoop::stop);
            for (OpenLoop stream : begun) {
                Latencies times = stream.end().latencies();
                Table.row(
                        delayMs,
                        stream.name(),
                        stream.perSecond(),
                        times.quantileMs(0.5),
                        times.quantileMs(0.99),
                        times.quantileMs(1),
                        stream.endings().others());
            }
        }
    }

    /** A java whose disk is slow. The tracer is the one that is set aside, so that the process is still java’s. */
    private static Path slowJava(Scratch scratch, int delayMs) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String script = """
                #!/bin/sh
                exec strace -D -f --seccomp-bpf -qq -o /dev/null -e trace=fsync,fdatasync \\
                  -e inject=fsync,fdatasync:delay_enter=%d "%s" "$@"
                """.formatted(delayMs * 1000, java);
        Path file = Files.writeString(scratch.path().resolve("slow-java"), script);
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("cannot be made executable: " + file);
        }
        return file;
    }

    private static OpenLoop ls() {
        return new OpenLoop("ls", 20, _ -> Call.get("/api/v1/fs/ls?uri=viking://resources/notes"));
    }

    private OpenLoop find() {
        return new OpenLoop("find", 10, _ -> Call.find(texts.of(8)));
    }

    private OpenLoop write() {
        return new OpenLoop(
                "write",
                2,
                number -> Call.post(
                        "/api/v1/content/write",
                        new JsonObject()
                                .put("uri", "viking://resources/written/note-" + number + ".md")
                                .put("content", texts.of(50))
                                .put("mode", "create")));
    }
}
