package io.knarr.fault;

import java.time.Duration;
import java.util.Map;

/**
 * The moment by which a call must have ended, handed down to every step of it. Measured on the monotonic clock, so it is
 * valid inside one process only: across processes pass the {@linkplain #remainingMs() remaining} time.
 *
 * <p>It may come early: when the caller goes away, {@link #cancellation} tells the steps, and the deadline has passed.
 *
 * @param atNanos {@link System#nanoTime()} at the end
 * @param allowedMs what was allowed in all, for the message
 * @param cancellation whether the caller still waits
 */
public record Deadline(long atNanos, long allowedMs, Cancellation cancellation) {
    /** For work nobody waits for: a year. */
    public static Deadline none() {
        return after(Duration.ofDays(365));
    }

    public static Deadline after(Duration allowed) {
        return new Deadline(System.nanoTime() + allowed.toNanos(), allowed.toMillis(), Cancellation.NEVER);
    }

    /** The same moment, or when this is cancelled. */
    public Deadline cancelledBy(Cancellation earlier) {
        return new Deadline(atNanos, allowedMs, cancellation.or(earlier));
    }

    /** Milliseconds left, at least 0. */
    public long remainingMs() {
        return cancellation.isCancelled() ? 0 : Math.max(0, (atNanos - System.nanoTime()) / 1_000_000);
    }

    public boolean expired() {
        return cancellation.isCancelled() || atNanos - System.nanoTime() <= 0;
    }

    /** The earlier of two; it is cancelled with either. */
    public Deadline or(Deadline other) {
        Deadline earlier = atNanos - other.atNanos <= 0 ? this : other;
        return new Deadline(earlier.atNanos, earlier.allowedMs, cancellation.or(other.cancellation));
    }

    /** For one step of a call: what is left, less a part that is kept for the steps after it. */
    public Deadline share(double part) {
        return after(Duration.ofNanos((long) (remainingMs() * 1_000_000L * part)))
                .or(this);
    }

    /** What to fail with once it has passed. */
    public Fault fault(String operation) {
        return cancellation.isCancelled()
                ? new Fault(
                        Code.ABORTED,
                        operation + " was given up: its caller is gone",
                        Map.of("operation", operation, "reason", "cancelled"))
                : Fault.deadline(operation, allowedMs / 1000.0);
    }
}
