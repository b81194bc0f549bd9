package io.knarr.bench;

import io.knarr.it.Api;
import io.knarr.it.KnarrServer;
import java.io.IOException;
import java.time.Duration;

/**
 * What does a server do with ten times the finds it can answer? First the most it can do is looked for, with a few callers
 * who wait for their answers; then ten times as many are sent, whether or not they are answered; then half of what it can
 * do, until that goes well again. With the model in the process, so that processors are what is short.
 *
 * <p>Arguments: seconds of overload (30), how many times the capacity (10).
 */
public final class OverloadBench {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration AFTERWARDS = Duration.ofSeconds(5);
    private static final int NOTES = 200;

    private final Client client;
    private final Client prober;
    private final Texts texts;

    private OverloadBench(Client client, Client prober, Texts texts) {
        this.client = client;
        this.prober = prober;
        this.texts = texts;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 30;
        int times = args.length > 1 ? Integer.parseInt(args[1]) : 10;
        Texts texts = Texts.seeded(4);
        try (Scratch scratch = Scratch.create();
                KnarrServer server = Conf.watched().start(scratch);
                Client client = Client.of(server);
                Client prober = Client.of(server)) {
            byte[] notes = Api.zip(Texts.files(texts.list(NOTES, 150)));
            Imports.addAndWait(new Api(server), "notes.zip", notes, "viking://resources/notes", PATIENCE);
            new OverloadBench(client, prober, texts).run(Duration.ofSeconds(seconds), times);
        }
    }

    private void run(Duration length, int times) throws InterruptedException {
        Capacity peak = Capacity.search(client, length.dividedBy(6), this::find);
        Table.start(
                "finds",
                "sent/s",
                "200/s",
                "beside peak",
                "p50 of 200, ms",
                "p99 ms",
                "p99 beside peak",
                "other answers",
                "/health p99 ms",
                "max ms",
                "normal again after s");
        Table.row(
                peak.callers() + " callers",
                peak.perSecond(),
                peak.perSecond(),
                1.0,
                peak.p50Ms(),
                peak.p99Ms(),
                1.0,
                "–",
                "",
                "",
                "");
        OpenLoop health = OpenLoop.health().begin(prober);
        double rate = times * peak.perSecond();
        OpenLoop flood = new OpenLoop("find", rate, this::find).begin(client);
        Thread.sleep(length);
        flood.stop();
        health.stop();
        double normal = normalAgainSeconds(peak);
        Latencies well = flood.end().endings().of(Endings.WELL);
        Latencies alive = health.end().latencies();
        double perSecond = well.count() * 1000.0 / length.toMillis();
        Table.row(
                "overload × " + times,
                rate,
                perSecond,
                perSecond / peak.perSecond(),
                well.quantileMs(0.5),
                well.quantileMs(0.99),
                well.quantileMs(0.99) / peak.p99Ms(),
                flood.endings().others(),
                alive.quantileMs(0.99),
                alive.quantileMs(1),
                normal);
    }

    /**
     * Half of what the server can do, from now on: seconds until the last call was due that was refused or took longer than
     * the slowest hundredth at the peak.
     */
    private double normalAgainSeconds(Capacity peak) throws InterruptedException {
        long begin = System.nanoTime();
        Latencies unwell = new Latencies();
        var _ = new OpenLoop("find", peak.perSecond() / 2, this::find)
                .also((due, ending, nanos) -> {
                    if (!ending.equals(Endings.WELL) || nanos > peak.p99Ms() * 1e6) {
                        unwell.add(due - begin);
                    }
                })
                .run(prober, AFTERWARDS);
        return unwell.quantileMs(1) / 1000;
    }

    private Call find(int number) {
        return Call.find(texts.of(8));
    }
}
