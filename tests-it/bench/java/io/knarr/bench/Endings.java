package io.knarr.bench;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/** How calls ended, and after how long: {@code 200}, {@code 200 degraded}, {@code 503 UNAVAILABLE}, {@code no answer (why)}. */
final class Endings {
    static final String WELL = "200";
    static final String NONE = "–";

    private final Map<String, Latencies> byEnding = new ConcurrentSkipListMap<>();
    private final Latencies all = new Latencies();

    void add(String ending, long nanos) {
        byEnding.computeIfAbsent(ending, _ -> new Latencies()).add(nanos);
        all.add(nanos);
    }

    Latencies all() {
        return all;
    }

    /** Of those that ended so; empty when none did. */
    Latencies of(String ending) {
        return byEnding.getOrDefault(ending, new Latencies());
    }

    /** Those that ended by anything but 200. */
    int failed() {
        return byEnding.entrySet().stream()
                .filter(ending -> !ending.getKey().startsWith(WELL))
                .mapToInt(ending -> ending.getValue().count())
                .sum();
    }

    /** Those that did not end by a plain 200, with their number; a dash when there are none. */
    String others() {
        String others = byEnding.entrySet().stream()
                .filter(ending -> !ending.getKey().equals(WELL))
                .map(Endings::text)
                .collect(Collectors.joining(", "));
        return others.isEmpty() ? NONE : others;
    }

    /** All, with the shortest and the longest time of each. */
    String timed() {
        return byEnding.entrySet().stream()
                .map(ending -> text(ending)
                        + String.format(
                                Locale.ROOT,
                                " (%.0f–%.0f ms)",
                                ending.getValue().quantileMs(0),
                                ending.getValue().quantileMs(1)))
                .collect(Collectors.joining(", "));
    }

    private static String text(Map.Entry<String, Latencies> ending) {
        return ending.getValue().count() + " × " + ending.getKey();
    }

    @Override
    public String toString() {
        return byEnding.entrySet().stream().map(Endings::text).collect(Collectors.joining(", "));
    }
}
