package io.knarr.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Durations of one measurement, added from any thread. */
final class Latencies {
    private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();

    void add(long duration) {
        nanos.add(Math.max(0, duration));
    }

    /** Milliseconds that this share (0..1) of all durations stayed within; 0 when there are none. */
    double quantileMs(double share) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, share * sorted.length)] / 1e6;
    }

    int count() {
        return nanos.size();
    }

    @Override
    public String toString() {
        return Arrays.stream(new double[] {0.5, 0.99, 1})
                        .mapToObj(share -> String.format(Locale.ROOT, "%8.1f", quantileMs(share)))
                        .reduce("", String::concat)
                + String.format(Locale.ROOT, "%8d", nanos.size());
    }
}
