package io.knarr.bench;

import io.knarr.it.Api;
import io.knarr.it.KnarrServer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Does anybody notice a large or malicious request? Bodies of 64 MB, larger ones than allowed, an upload of 100 MB and its
 * import, expressions on which other engines never end over all files, a directory of ten thousand entries; meanwhile
 * /health, and how late the event loops were. The embedder is the fake provider, so that the server’s processors have
 * nothing else to do.
 *
 * <p>Arguments: per cent of all sizes (100), for a quick try.
 */
public final class BigInputBench {
    private static final int LIMIT = 64 << 20;
    private static final int UPLOAD = 100_000_000;
    private static final int ENTRIES = 10_000;
    private static final int FILES = 2_000;
    private static final int WORDS = 150;
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final String JSON = "application/json";
    private static final List<String> EXPRESSIONS =
            List.of("(a+)+$", "(a|aa)+$", "(.*a){20}", "([a-z]+ ?)*$", "(x+x+)+y");

    private final KnarrServer server;
    private final Api api;
    private final Client client;
    private final Client prober;
    private final int percent;

    private BigInputBench(KnarrServer server, Client client, Client prober, int percent) {
        this.server = server;
        this.api = new Api(server);
        this.client = client;
        this.prober = prober;
        this.percent = percent;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        int percent = args.length > 0 ? Integer.parseInt(args[0]) : 100;
        try (Scratch scratch = Scratch.create();
                Child provider = Child.start(ProviderMain.class);
                KnarrServer server = Conf.watched()
                        .embeddingBy(provider.ready())
                        .with("server.max_body_bytes", share(LIMIT, percent))
                        .start(scratch);
                Client client = Client.of(server);
                Client prober = Client.of(server)) {
            new BigInputBench(server, client, prober, percent).run();
        }
    }

    private static int share(int whole, int percent) {
        return (int) ((long) whole * percent / 100);
    }

    private int share(int whole) {
        return share(whole, percent);
    }

    private void run() throws IOException, InterruptedException {
        Texts texts = Texts.seeded(7);
        importAll("tree", Texts.files(texts.list(share(FILES), WORDS)));
        var _ = OpenLoop.health().run(prober, Duration.ofSeconds(5));
        Table.start("input", "answer", "seconds", "event loops late, ms at most", "/health p99 ms", "max ms");
        row("nothing", () -> {
            Thread.sleep(Duration.ofSeconds(5));
            return "–";
        });
        bodies();
        row("import of " + share(ENTRIES) + " files into one directory", () -> {
            importAll("flat", flat(share(ENTRIES)));
            return "completed";
        });
        sent("ls of them", Call.get("/api/v1/fs/ls?uri=viking://resources/flat&limit=" + ENTRIES));
        sent("ls of them, 10 wanted", Call.get("/api/v1/fs/ls?uri=viking://resources/flat&limit=10"));
        sent("glob over them", search("glob", "viking://resources/flat", "*7*"));
        for (String expression : EXPRESSIONS) {
            sent("grep " + expression, search("grep", "viking://resources", expression));
        }
        uploads();
    }

    private void bodies() throws IOException, InterruptedException {
        int limit = share(LIMIT);
        sent(megabytes(limit) + " of text written", write("a".repeat(limit - 1000)));
        String values = "1,".repeat(limit / 2 - 1000);
        sent(megabytes(limit) + " of JSON values", json("{\"query\":\"q\",\"tags\":[" + values + "1]}"));
        sent(megabytes(limit) + " of brackets", json("[".repeat(limit - 1000)));
        sent(megabytes(limit / 10 * 11) + ", over the limit", write("a".repeat(limit / 10 * 11)));
    }

    private void uploads() throws IOException, InterruptedException {
        byte[] line = "# A heading\n\nSome words of a very long document, again and again.\n\n"
                .getBytes(StandardCharsets.UTF_8);
        byte[] content = new byte[share(UPLOAD)];
        for (int i = 0; i < content.length; i++) {
            content[i] = line[i % line.length];
        }
        String[] id = {""};
        row("upload of " + megabytes(content.length), () -> {
            id[0] = api.upload("large.md", content);
            return Endings.WELL;
        });
        row("its import", () -> {
            Api.Reply reply = api.post(
                    "/api/v1/resources",
                    new JsonObject().put("temp_file_id", id[0]).put("wait", true));
            return reply.status() == 200 ? Endings.WELL : reply.status() + " " + reply.code();
        });
    }

    private static String megabytes(int bytes) {
        return Math.round(bytes / 1e6) + " MB";
    }

    private static Call json(String body) {
        return new Call(HttpMethod.POST, "/api/v1/search/find", Map.of("Content-Type", JSON), Buffer.buffer(body));
    }

    private static Call write(String content) {
        return Call.post(
                "/api/v1/content/write",
                new JsonObject()
                        .put("uri", "viking://resources/large.md")
                        .put("content", content)
                        .put("mode", "create"));
    }

    private static Call search(String how, String in, String pattern) {
        return Call.post(
                "/api/v1/search/" + how, new JsonObject().put("uri", in).put("pattern", pattern));
    }

    private static Map<String, String> flat(int count) {
        Map<String, String> files = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            files.put("entry-" + i + ".md", "# Entry " + i + "\n\nOf many.\n");
        }
        return files;
    }

    private void importAll(String name, Map<String, String> files) throws IOException, InterruptedException {
        Imports.addAndWait(api, name + ".zip", Api.zip(files), "viking://resources/" + name, PATIENCE);
    }

    private void sent(String what, Call call) throws IOException, InterruptedException {
        row(
                what,
                () -> client.send(call)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join());
    }

    private void row(String what, Input input) throws IOException, InterruptedException {
        Metrics before = Metrics.of(server);
        OpenLoop health = OpenLoop.health().begin(prober);
        long started = System.nanoTime();
        String answer = input.answer();
        double seconds = (System.nanoTime() - started) / 1e9;
        Latencies alive = health.end().latencies();
        double late = Metrics.of(server).loopLagMs(before);
        Table.row(what, answer, seconds, late, alive.quantileMs(0.99), alive.quantileMs(1));
    }

    /** Something to be sent. */
    private interface Input {
        String answer() throws IOException, InterruptedException;
    }
}
