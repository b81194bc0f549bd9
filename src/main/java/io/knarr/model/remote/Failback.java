package io.knarr.model.remote;

import java.time.Duration;

/**
 * When the first account is tried again after another one had to take over: whichever comes first.
 *
 * @param calls that the other one has served
 */
public record Failback(Duration after, int calls) {
    /** From core 10.2. */
    public static final Failback DEFAULT = new Failback(Duration.ofMinutes(10), 50);
}
