package io.knarr.observe;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Meters kept in this process. They start at zero with it. */
public final class LocalMeters implements Meters {
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final Map<String, Durations> durations = new ConcurrentHashMap<>();
    private final Map<String, LongSupplier> gauges = new ConcurrentHashMap<>();

    @Override
    public void count(String name, long by) {
        counts.computeIfAbsent(name, _ -> new LongAdder()).add(by);
    }

    @Override
    public void time(String name, long nanos) {
        durations.computeIfAbsent(name, _ -> new Durations()).add(nanos);
    }

    @Override
    public void gauge(String name, LongSupplier value) {
        gauges.put(name, value);
    }

    /** A counter’s value, 0 when nothing was counted under this name. */
    public long count(String name) {
        LongAdder adder = counts.get(name);
        return adder == null ? 0 : adder.sum();
    }

    /** What was timed under this name so far. */
    public Timing timing(String name) {
        Durations recorded = durations.get(name);
        return recorded == null ? new Timing(0, 0, 0, 0) : recorded.timing();
    }

    /** Names that were timed, with their figures, in name order. */
    public Map<String, Timing> timings() {
        Map<String, Timing> all = new TreeMap<>();
        durations.forEach((name, recorded) -> all.put(name, recorded.timing()));
        return all;
    }

    /** Gauges read now, in name order. */
    public Map<String, Long> gauges() {
        Map<String, Long> all = new TreeMap<>();
        gauges.forEach((name, value) -> all.put(name, value.getAsLong()));
        return all;
    }

    /** Counters, in name order. */
    public Map<String, Long> counts() {
        Map<String, Long> all = new TreeMap<>();
        counts.forEach((name, value) -> all.put(name, value.sum()));
        return all;
    }

    /**
     * Durations recorded under one name.
     *
     * @param count how many
     * @param totalNanos their sum
     * @param minNanos the shortest, 0 when there is none
     * @param maxNanos the longest
     */
    public record Timing(long count, long totalNanos, long minNanos, long maxNanos) {
        public double meanMs() {
            return count == 0 ? 0 : totalNanos / 1e6 / count;
        }
    }

    private static final class Durations {
        private final LongAdder count = new LongAdder();
        private final LongAdder total = new LongAdder();
        private final LongAccumulator min = new LongAccumulator(Math::min, Long.MAX_VALUE);
        private final LongAccumulator max = new LongAccumulator(Math::max, 0);

        void add(long nanos) {
            count.increment();
            total.add(nanos);
            min.accumulate(nanos);
            max.accumulate(nanos);
        }

        Timing timing() {
            long n = count.sum();
            return new Timing(n, total.sum(), n == 0 ? 0 : min.get(), max.get());
        }
    }
}
