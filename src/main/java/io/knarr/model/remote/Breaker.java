package io.knarr.model.remote;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Leaves a failing account alone. Closed, it lets calls pass; after some failures in a row it is open and lets none pass
 * for a while; then a single call probes, and its outcome closes it or keeps it open for twice as long. Any thread.
 */
final class Breaker {
    private final CallLimits.Breaking settings;
    private final LongSupplier nanos;

    private State state = State.CLOSED;
    private int failures;
    private long openNanos;
    private long until;
    private String reason = "";

    /** How it stands; the order is that of the gauge. */
    enum State {
        CLOSED,
        PROBING,
        OPEN
    }

    /** Whether a call may pass. */
    sealed interface Admission {
        /** It may, like any other. */
        record Pass() implements Admission {}

        /** It may, alone: its outcome must be told. */
        record Probe() implements Admission {}

        /**
         * It may not.
         *
         * @param forMs until the next probe
         * @param reason the failure that opened it
         */
        record Refused(long forMs, String reason) implements Admission {}
    }

    Breaker(CallLimits.Breaking settings, LongSupplier nanos) {
        this.settings = settings;
        this.nanos = nanos;
        this.openNanos = settings.reset().toNanos();
    }

    synchronized Admission admit() {
        long left = until - nanos.getAsLong();
        switch (state) {
            case CLOSED -> {
                return new Admission.Pass();
            }
            case OPEN -> {
                if (left <= 0) {
                    state = State.PROBING;
                    return new Admission.Probe();
                }
                return new Admission.Refused(Math.max(1, left / 1_000_000), reason);
            }
            case PROBING -> {
                return new Admission.Refused(1, reason);
            }
        }
        throw new IllegalStateException();
    }

    synchronized void succeeded(Admission admission) {
        // A call that began before it opened says nothing of now.
        if (admission instanceof Admission.Probe || state == State.CLOSED) {
            state = State.CLOSED;
            failures = 0;
            openNanos = settings.reset().toNanos();
        }
    }

    /** @param askedFor how long the provider asked to be left alone, if it did */
    synchronized void failed(Admission admission, Trouble.Blame blame, String why, Optional<Duration> askedFor) {
        boolean probe = admission instanceof Admission.Probe;
        switch (blame) {
            case NONE -> {
                if (probe) {
                    // The provider did not come to answer: the next call probes.
                    state = State.OPEN;
                    until = nanos.getAsLong();
                }
            }
            case ALIVE -> succeeded(admission);
            case FOR_LONG -> open(settings.maxReset().toNanos(), why);
            case COUNTED -> {
                failures++;
                if (probe) {
                    openNanos = Math.min(2 * openNanos, settings.maxReset().toNanos());
                }
                boolean over = state == State.CLOSED && failures >= settings.failures();
                if (probe || over) {
                    open(Math.max(openNanos, asked(askedFor)), why);
                }
            }
        }
    }

    private long asked(Optional<Duration> askedFor) {
        return Math.min(
                askedFor.map(Duration::toNanos).orElse(0L), settings.maxReset().toNanos());
    }

    private void open(long forNanos, String why) {
        state = State.OPEN;
        until = nanos.getAsLong() + forNanos;
        reason = why;
    }

    synchronized State state() {
        return state;
    }

    /** Why it is not closed. */
    synchronized Optional<String> trouble() {
        return state == State.CLOSED ? Optional.empty() : Optional.of(reason);
    }
}
