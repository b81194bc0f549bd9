package io.knarr.bench;

import io.knarr.it.Api;
import io.knarr.it.KnarrServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * What becomes of finds whose embedder or reranker does not answer as it should, and of everybody else? For each way to
 * misbehave a server of its own on the same data: first {@code ls} and {@code /health} alone, then beside finds while the
 * provider misbehaves. Connections to it and heap (after a collection) are read before, and 5 s after.
 *
 * <p>Arguments: seconds for each way (20), finds per second (25), the ways (all; {@code reranker hang} is one).
 */
public final class HangBench {
    /** Begins the ways of a provider that judges hits; the others embed. */
    private static final String RERANKER = "reranker ";

    private static final List<String> WAYS = List.of(
            "well",
            "hang",
            "frozen",
            "half",
            "cut",
            "slow",
            "status 500",
            "garbage",
            "endless",
            "refuse",
            RERANKER + "well",
            RERANKER + "hang",
            RERANKER + "frozen",
            RERANKER + "half",
            RERANKER + "cut",
            RERANKER + "slow",
            RERANKER + "status 500",
            RERANKER + "garbage",
            RERANKER + "endless",
            RERANKER + "refuse");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration SETTLE = Duration.ofSeconds(5);
    private static final int LS_PER_SECOND = 50;
    /** A server that has just been started compiles itself. */
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    private final Scratch scratch;
    private final Texts texts;
    private final Duration length;
    private final int perSecond;

    private HangBench(Scratch scratch, Texts texts, Duration length, int perSecond) {
        this.scratch = scratch;
        this.texts = texts;
        this.length = length;
        this.perSecond = perSecond;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 20;
        int perSecond = args.length > 1 ? Integer.parseInt(args[1]) : 25;
        List<String> ways = args.length > 2 ? List.of(args).subList(2, args.length) : WAYS;
        Table.start(
                "the provider",
                "finds ended",
                "ls p99 ms before",
                "meanwhile",
                "/health p99 ms before",
                "meanwhile",
                "connections before",
                "after",
                "heap MB before",
                "after");
        try (Scratch scratch = Scratch.create()) {
            HangBench bench = new HangBench(scratch, Texts.seeded(2), Duration.ofSeconds(seconds), perSecond);
            for (String way : ways) {
                bench.row(way);
            }
        }
    }

    private void row(String way) throws IOException, InterruptedException {
        try (Child provider = Child.start(ProviderMain.class);
                KnarrServer server = conf(way, provider.ready()).start(scratch);
                Client client = Client.of(server);
                Client prober = Client.of(server)) {
            prepare(server, client);
            State before = State.of(server, provider);
            OpenLoop idleLs = ls().begin(prober);
            OpenLoop idleHealth = OpenLoop.health().run(prober, length.dividedBy(2));
            var _ = idleLs.end();
            misbehave(provider, way.replace(RERANKER, ""));
            OpenLoop ls = ls().begin(prober);
            OpenLoop health = OpenLoop.health().begin(prober);
            OpenLoop finds = finds().run(client, length);
            var _ = ls.end();
            var _ = health.end();
            Thread.sleep(SETTLE);
            State after = State.of(server, provider);
            provider.thaw();
            Table.row(
                    way,
                    finds.endings().timed(),
                    p99(idleLs),
                    p99(ls),
                    p99(idleHealth),
                    p99(health),
                    before.connections,
                    after.connections,
                    before.heapMb,
                    after.heapMb);
        }
    }

    /** One data directory serves both: its index is built again for the model in the process. */
    private static Conf conf(String way, String provider) {
        return way.startsWith(RERANKER)
                ? Conf.watched().rerankedBy(provider)
                : Conf.watched().embeddingBy(provider);
    }

    private record State(int connections, double heapMb) {
        static State of(KnarrServer server, Child provider) throws IOException, InterruptedException {
            Proc.collect(server.pid());
            int port = URI.create(provider.ready()).getPort();
            return new State(Proc.connectionsTo(port), Metrics.of(server).heapMb());
        }
    }

    private void prepare(KnarrServer server, Client client) throws IOException, InterruptedException {
        Api api = new Api(server);
        String to = "viking://resources/notes";
        if (api.get("/api/v1/fs/stat?uri=" + Api.escape(to)).status() != 200) {
            Imports.addAndWait(api, "notes.zip", Api.zip(Texts.files(texts.list(50, 150))), to, PATIENCE);
        }
        Api.Reply _ = api.post("/api/v1/system/wait", new JsonObject().put("timeout", PATIENCE.toSeconds()));
        var _ = ls().run(client, WARM_UP.dividedBy(2));
        var _ = finds().run(client, WARM_UP.dividedBy(2));
    }

    private static void misbehave(Child provider, String way) throws IOException, InterruptedException {
        if (way.equals("frozen")) {
            provider.freeze();
        } else {
            String _ = provider.tell(way);
        }
    }

    private OpenLoop finds() {
        return new OpenLoop("find", perSecond, _ -> Call.find(texts.of(8)));
    }

    private static OpenLoop ls() {
        return new OpenLoop("ls", LS_PER_SECOND, _ -> Call.get("/api/v1/fs/ls?uri=viking://resources/notes"));
    }

    private static double p99(OpenLoop loop) {
        return loop.latencies().quantileMs(0.99);
    }
}
