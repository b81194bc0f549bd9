package io.knarr.model.remote;

import java.time.Duration;

/**
 * How hard one purpose (embedding, writing, …) may lean on its provider.
 *
 * @param maxQuestions calls under way at once that somebody waits for
 * @param maxBulk other calls under way at once, beside those
 * @param maxWaiting calls of either sort that wait for their turn; the next is refused
 * @param maxPerSecond requests begun per second; 0: as many as there are
 * @param maxRetries repetitions of a request after 429, 5xx or a broken connection
 * @param timeout of one request; the caller’s deadline holds as well
 * @param breaker when a failing account is left alone
 */
public record CallLimits(
        int maxQuestions,
        int maxBulk,
        int maxWaiting,
        double maxPerSecond,
        int maxRetries,
        Duration timeout,
        Breaking breaker) {
    public CallLimits {
        if (maxQuestions < 1 || maxBulk < 1 || maxWaiting < 0 || maxPerSecond < 0 || maxRetries < 0) {
            throw new IllegalArgumentException(
                    "limits of a provider are not negative, and one call at least is allowed");
        }
    }

    /**
     * When an account is left alone.
     *
     * @param failures calls in a row that failed
     * @param reset how long it is left alone the first time; doubled each time it fails again
     * @param maxReset where doubling ends, and how long it is left alone at once when it refuses our key or knows no such
     *     model
     */
    public record Breaking(int failures, Duration reset, Duration maxReset) {}
}
