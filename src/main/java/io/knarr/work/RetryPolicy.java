package io.knarr.work;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * When a failed job is tried again: after 1 s, doubling to 5 min, with up to a quarter of jitter; at most {@code maxAttempts}
 * times unless the failure is one that passes by itself (a provider or the disk is away). A fault that says the input is
 * wrong is never repeated.
 *
 * @param maxAttempts tries in all (behaviour 3.6: 8)
 * @param random for the jitter
 */
public record RetryPolicy(int maxAttempts, RandomGenerator random) {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Set<Code> PASSING = Set.of(
            Code.UNAVAILABLE,
            Code.MODEL_UNAVAILABLE,
            Code.RESOURCE_EXHAUSTED,
            Code.WRITE_FAILED,
            Code.DEADLINE_EXCEEDED);
    private static final Set<Code> FINAL = Set.of(
            Code.INVALID_ARGUMENT,
            Code.INVALID_URI,
            Code.UNSUPPORTED_URI,
            Code.NOT_FOUND,
            Code.PERMISSION_DENIED,
            Code.ALREADY_EXISTS,
            Code.FAILED_PRECONDITION,
            Code.UNIMPLEMENTED);

    /** How long to wait before the next try; empty: give up. */
    public Optional<Duration> delay(int attempt, Throwable cause) {
        Code code = Fault.of(cause).code();
        boolean again = PASSING.contains(code) || (!FINAL.contains(code) && attempt < maxAttempts);
        if (!again) {
            return Optional.empty();
        }
        long doubled = FIRST.toMillis() << Math.min(attempt - 1, 20);
        long capped = Math.min(doubled, LONGEST.toMillis());
        return Optional.of(Duration.ofMillis(capped + random.nextLong(1 + capped / 4)));
    }
}
