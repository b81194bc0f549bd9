package io.knarr.observe;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Meters that report to several others, and hold the number of series down: what comes after the {@value #MOST_SERIES}th of
 * a name is recorded under {@code other}, so that a label with too many values costs detail and not memory.
 */
public final class FanOut implements Meters {
    static final int MOST_SERIES = 1000;
    private static final String OTHER = "other";

    private final List<Meters> targets;
    private final Map<String, Set<Labels>> seen = new ConcurrentHashMap<>();

    public FanOut(List<Meters> targets) {
        this.targets = List.copyOf(targets);
    }

    private Labels bounded(String name, Labels labels) {
        Set<Labels> known = seen.computeIfAbsent(name, _ -> ConcurrentHashMap.newKeySet());
        if (known.contains(labels)) {
            return labels;
        }
        // Threads that come at the same moment may add some more than that: it is a bound, not a count.
        if (known.size() >= MOST_SERIES) {
            return labels.all(OTHER);
        }
        known.add(labels);
        return labels;
    }

    @Override
    public void count(String name, Labels labels, long by) {
        Labels kept = bounded(name, labels);
        targets.forEach(target -> target.count(name, kept, by));
    }

    @Override
    public void time(String name, Labels labels, long nanos) {
        Labels kept = bounded(name, labels);
        targets.forEach(target -> target.time(name, kept, nanos));
    }

    @Override
    public void value(String name, Labels labels, double value) {
        Labels kept = bounded(name, labels);
        targets.forEach(target -> target.value(name, kept, value));
    }

    @Override
    public void gauge(String name, Labels labels, LongSupplier value) {
        Labels kept = bounded(name, labels);
        targets.forEach(target -> target.gauge(name, kept, value));
    }
}
