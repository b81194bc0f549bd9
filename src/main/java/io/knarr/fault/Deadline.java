package io.knarr.fault;

import java.time.Duration;

/**
 * The moment by which a call must have ended, handed down to every step of it. Measured on the monotonic clock, so it is
 * valid inside one process only: across processes pass the {@linkplain #remainingMs() remaining} time.
 *
 * @param atNanos {@link System#nanoTime()} at the end
 * @param allowedMs what was allowed in all, for the message
 */
public record Deadline(long atNanos, long allowedMs) {
    /** For work nobody waits for: a year. */
    public static Deadline none() {
        return after(Duration.ofDays(365));
    }

    public static Deadline after(Duration allowed) {
        return new Deadline(System.nanoTime() + allowed.toNanos(), allowed.toMillis());
    }

    /** Milliseconds left, at least 0. */
    public long remainingMs() {
        return Math.max(0, (atNanos - System.nanoTime()) / 1_000_000);
    }

    public boolean expired() {
        return atNanos - System.nanoTime() <= 0;
    }

    /** The earlier of two. */
    public Deadline or(Deadline other) {
        return atNanos - other.atNanos <= 0 ? this : other;
    }

    /** What to fail with once it has passed. */
    public Fault fault(String operation) {
        return Fault.deadline(operation, allowedMs / 1000.0);
    }
}
