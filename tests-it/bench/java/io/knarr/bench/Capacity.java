package io.knarr.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The most calls of a kind that a server answers.
 *
 * @param callers at once, the fewest with which nearly all of it was reached
 */
record Capacity(int callers, double perSecond, double p50Ms, double p99Ms) {
    private static final int[] CALLERS = {2, 4, 8, 16, 32, 64};
    private static final double NEARLY = 0.95;

    /** Tries several numbers of callers; prints nothing. */
    static Capacity search(Client client, Duration each, IntFunction<Call> calls) throws InterruptedException {
        // A server that has just been started compiles itself.
        Capacity _ = of(client, CALLERS[2], each.multipliedBy(2), calls);
        List<Capacity> all = new ArrayList<>();
        for (int callers : CALLERS) {
            all.add(of(client, callers, each, calls));
        }
        double most = all.stream().mapToDouble(Capacity::perSecond).max().orElseThrow();
        return all.stream()
                .filter(some -> some.perSecond >= NEARLY * most)
                .findFirst()
                .orElseThrow();
    }

    private static Capacity of(Client client, int callers, Duration length, IntFunction<Call> calls)
            throws InterruptedException {
        Latencies well = ClosedLoop.run(client, callers, length, calls).of(Endings.WELL);
        double perSecond = well.count() * 1000.0 / length.toMillis();
        return new Capacity(callers, perSecond, well.quantileMs(0.5), well.quantileMs(0.99));
    }
}
