package io.knarr.observe;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** Meters kept in this process, for the observer. They start at zero with it. */
public final class LocalMeters implements Meters {
    private final Map<Key, LongAdder> counts = new ConcurrentHashMap<>();
    private final Map<Key, Recorded> records = new ConcurrentHashMap<>();
    private final Map<Key, LongSupplier> gauges = new ConcurrentHashMap<>();

    private record Key(String name, Labels labels) {}

    @Override
    public void count(String name, Labels labels, long by) {
        counts.computeIfAbsent(new Key(name, labels), _ -> new LongAdder()).add(by);
    }

    @Override
    public void time(String name, Labels labels, long nanos) {
        value(name, labels, (double) nanos);
    }

    @Override
    public void value(String name, Labels labels, double value) {
        records.computeIfAbsent(new Key(name, labels), _ -> new Recorded()).add(value);
    }

    @Override
    public void gauge(String name, Labels labels, LongSupplier value) {
        gauges.put(new Key(name, labels), value);
    }

    /** A counter’s value, all its series together; 0 when nothing was counted under this name. */
    public long count(String name) {
        return series(counts, name).mapToLong(LongAdder::sum).sum();
    }

    public long count(String name, Labels labels) {
        LongAdder counted = counts.get(new Key(name, labels));
        return counted == null ? 0 : counted.sum();
    }

    /** What was recorded under this name so far, all its series together. */
    public Figures figures(String name) {
        return series(records, name).map(Recorded::figures).reduce(Figures.NONE, Figures::plus);
    }

    public Figures figures(String name, Labels labels) {
        Recorded recorded = records.get(new Key(name, labels));
        return recorded == null ? Figures.NONE : recorded.figures();
    }

    /** The sum of a gauge’s series, read now; 0 when there is none. */
    public long gauge(String name) {
        return series(gauges, name).mapToLong(LongSupplier::getAsLong).sum();
    }

    private static <T> Stream<T> series(Map<Key, T> all, String name) {
        return all.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(name))
                .map(Map.Entry::getValue);
    }

    /**
     * Durations (in nanoseconds) or values recorded under one name.
     *
     * @param count how many
     * @param total their sum
     * @param min the smallest, 0 when there is none
     * @param max the largest, 0 when there is none
     */
    public record Figures(long count, double total, double min, double max) {
        static final Figures NONE = new Figures(0, 0, 0, 0);

        public double mean() {
            return count == 0 ? 0 : total / count;
        }

        private Figures plus(Figures other) {
            if (count == 0) {
                return other;
            }
            return other.count == 0
                    ? this
                    : new Figures(
                            count + other.count,
                            total + other.total,
                            Math.min(min, other.min),
                            Math.max(max, other.max));
        }
    }

    private static final class Recorded {
        private final LongAdder count = new LongAdder();
        private final DoubleAdder total = new DoubleAdder();
        private final DoubleAccumulator min = new DoubleAccumulator(Math::min, Double.POSITIVE_INFINITY);
        private final DoubleAccumulator max = new DoubleAccumulator(Math::max, Double.NEGATIVE_INFINITY);

        void add(double value) {
            count.increment();
            total.add(value);
            min.accumulate(value);
            max.accumulate(value);
        }

        Figures figures() {
            long n = count.sum();
            return n == 0 ? Figures.NONE : new Figures(n, total.sum(), min.get(), max.get());
        }
    }
}
