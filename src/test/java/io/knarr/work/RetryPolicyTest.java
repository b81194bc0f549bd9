package io.knarr.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryPolicyTest {
    private final RetryPolicy policy = new RetryPolicy(8, new Random(3));

    @Test
    void doublesFromASecondToFiveMinutesWithSomeJitter() {
        Fault away = Fault.unavailable("embedding", "away");
        long expected = 1_000;
        for (int attempt = 1; attempt < 100; attempt++) {
            Duration delay = policy.delay(attempt, away).orElseThrow();
            assertThat(delay.toMillis()).as("attempt %s", attempt).isBetween(expected, expected + expected / 4);
            expected = Math.min(expected * 2, 300_000);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Code.class,
            names = {"UNAVAILABLE", "MODEL_UNAVAILABLE", "RESOURCE_EXHAUSTED", "WRITE_FAILED", "DEADLINE_EXCEEDED"})
    void neverGivesUpWhatPassesByItself(Code code) {
        assertThat(policy.delay(1_000_000, new Fault(code, "away"))).isPresent();
    }

    @ParameterizedTest
    @EnumSource(
            value = Code.class,
            names = {
                "INVALID_ARGUMENT",
                "INVALID_URI",
                "UNSUPPORTED_URI",
                "NOT_FOUND",
                "PERMISSION_DENIED",
                "ALREADY_EXISTS",
                "FAILED_PRECONDITION",
                "UNIMPLEMENTED"
            })
    void neverRepeatsWhatIsWrong(Code code) {
        assertThat(policy.delay(1, new Fault(code, "wrong"))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Code.class,
            names = {"INTERNAL", "CONFLICT", "ABORTED", "PROCESSING_ERROR", "EMBEDDING_FAILED", "UNKNOWN"})
    void repeatsTheRestEightTimes(Code code) {
        Fault fault = new Fault(code, "who knows");

        assertThat(policy.delay(7, fault)).isPresent();
        assertThat(policy.delay(8, fault)).isEmpty();
        assertThat(policy.delay(9, fault)).isEmpty();
    }

    @Test
    void takesAnAccidentForSomethingUnknown() {
        assertThat(policy.delay(7, new IllegalStateException("oops"))).isPresent();
        assertThat(policy.delay(8, new IllegalStateException("oops"))).isEmpty();
    }
}
