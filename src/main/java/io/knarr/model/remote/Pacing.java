package io.knarr.model.remote;

import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Spreads requests evenly over time, so many per second. Who comes gets a moment of its own, in the order of coming, and
 * waits for it with a timer; no thread waits. Any thread.
 */
final class Pacing {
    private static final long NANOS_PER_MS = 1_000_000;

    private final long gapNanos;
    private final LongSupplier nanos;
    private long next;

    /** @param perSecond 0: no limit */
    Pacing(double perSecond, LongSupplier nanos) {
        this.gapNanos = perSecond == 0 ? 0 : Math.round(1e9 / perSecond);
        this.nanos = nanos;
        this.next = nanos.getAsLong();
    }

    /** Milliseconds until the moment that is now the caller’s; nothing, and no moment taken, if that is longer. */
    synchronized OptionalLong reserve(long mostMs) {
        long now = nanos.getAsLong();
        long start = next - now > 0 ? next : now;
        // Rounded up: a timer of 0 ms does not exist, and one that is early breaks the limit.
        long waitMs = (start - now + NANOS_PER_MS - 1) / NANOS_PER_MS;
        if (waitMs > mostMs) {
            return OptionalLong.empty();
        }
        next = start + gapNanos;
        return OptionalLong.of(waitMs);
    }
}
