package harbour;

import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Heights of the water over time, interpolated between high and low water. */
public final class TideTable {
    private final NavigableMap<Instant, Double> metres = new TreeMap<>();

    /** Records an extreme of the curve. */
    public void record(Instant when, double height) {
        metres.put(when, height);
    }

    /** The height at a moment, halfway between the extremes around it. */
    public double heightAt(Instant when) {
        var before = metres.floorEntry(when);
        var after = metres.ceilingEntry(when);
        if (before == null || after == null) {
            throw new IllegalArgumentException("outside of the table: " + when);
        }
        return (before.getValue() + after.getValue()) / 2;
    }
}
