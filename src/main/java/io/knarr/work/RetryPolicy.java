package io.knarr.work;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.fault.Outlook;
import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What becomes of a failed job: it is tried again after 1 s, doubling to 5 min, with up to a quarter of jitter; at most
 * {@code maxAttempts} times unless the failure is one that passes by itself (the disk is away). A fault that says the input
 * is wrong is never repeated. One that says that nothing of the kind can succeed at present (a provider is away, refuses our
 * key or has had enough of us) is not the job’s: it does not count, and the whole queue rests.
 *
 * @param maxAttempts tries in all (behaviour 3.6: 8)
 * @param random for the jitter
 */
public record RetryPolicy(int maxAttempts, RandomGenerator random) {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration REST = Duration.ofSeconds(30);
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

    /** What becomes of a failed job. */
    public sealed interface Verdict {
        /** It is tried again after this time. */
        record Again(Duration after) implements Verdict {}

        /** Its queue rests for this time; the try does not count. */
        record Rest(Duration length) implements Verdict {}

        /** It is given up. */
        record GiveUp() implements Verdict {}
    }

    public Verdict judge(int attempt, Throwable cause) {
        Fault fault = Fault.of(cause);
        if (fault.outlook().isPresent()) {
            return switch (fault.outlook().get()) {
                case Outlook.GIVE_UP -> new Verdict.GiveUp();
                case Outlook.PAUSE -> new Verdict.Rest(jittered(rest(fault)));
                case Outlook.RETRY -> again(attempt, PASSING.contains(fault.code()));
            };
        }
        return FINAL.contains(fault.code()) ? new Verdict.GiveUp() : again(attempt, PASSING.contains(fault.code()));
    }

    private Verdict again(int attempt, boolean passes) {
        if (!passes && attempt >= maxAttempts) {
            return new Verdict.GiveUp();
        }
        long doubled = FIRST.toMillis() << Math.min(attempt - 1, 20);
        return new Verdict.Again(jittered(Duration.ofMillis(Math.min(doubled, LONGEST.toMillis()))));
    }

    /** As long as the fault says, within bounds. */
    private static Duration rest(Fault fault) {
        Duration asked = fault.details().get("retry_after") instanceof Number seconds
                ? Duration.ofSeconds(seconds.longValue())
                : REST;
        Duration most = asked.compareTo(LONGEST) < 0 ? asked : LONGEST;
        return most.compareTo(FIRST) < 0 ? FIRST : most;
    }

    private Duration jittered(Duration delay) {
        return delay.plusMillis(random.nextLong(1 + delay.toMillis() / 4));
    }
}
