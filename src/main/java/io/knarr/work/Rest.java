package io.knarr.work;

import java.time.Instant;

/**
 * Whether a queue rests, because what its jobs need is away: trying each of them would only cost. When the rest is over one
 * job goes alone; if it gets through, all may. To be touched on one context.
 */
final class Rest {
    private volatile State state = State.AWAKE;
    private Instant until = Instant.MIN;

    private enum State {
        AWAKE,
        RESTING,
        PROBING
    }

    /** Who may take jobs now. */
    enum Entry {
        NOBODY,
        /** A single job. */
        ONE,
        ALL
    }

    /** Answers {@link Entry#ONE} once: the end of that one must be told, by {@link #probed}. */
    Entry ask(Instant now) {
        return switch (state) {
            case AWAKE -> Entry.ALL;
            case PROBING -> Entry.NOBODY;
            case RESTING -> {
                if (now.isBefore(until)) {
                    yield Entry.NOBODY;
                }
                state = State.PROBING;
                yield Entry.ONE;
            }
        };
    }

    void begin(Instant end) {
        state = State.RESTING;
        until = end;
    }

    /** The one has ended; unless that began another rest, this is over. */
    void probed() {
        if (state == State.PROBING) {
            state = State.AWAKE;
        }
    }

    /** Any thread. */
    boolean isOn() {
        return state != State.AWAKE;
    }
}
