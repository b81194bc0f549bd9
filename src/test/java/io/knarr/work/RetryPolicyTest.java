package io.knarr.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.fault.Outlook;
import io.knarr.work.RetryPolicy.Verdict.Again;
import io.knarr.work.RetryPolicy.Verdict.GiveUp;
import io.knarr.work.RetryPolicy.Verdict.Rest;
import java.time.Duration;
import java.util.Map;
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
            Duration delay = again(attempt, away);
            assertThat(delay.toMillis()).as("attempt %s", attempt).isBetween(expected, expected + expected / 4);
            expected = Math.min(expected * 2, 300_000);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Code.class,
            names = {"UNAVAILABLE", "MODEL_UNAVAILABLE", "RESOURCE_EXHAUSTED", "WRITE_FAILED", "DEADLINE_EXCEEDED"})
    void neverGivesUpWhatPassesByItself(Code code) {
        assertThat(policy.judge(1_000_000, new Fault(code, "away"))).isInstanceOf(Again.class);
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
        assertThat(policy.judge(1, new Fault(code, "wrong"))).isEqualTo(new GiveUp());
    }

    @ParameterizedTest
    @EnumSource(
            value = Code.class,
            names = {"INTERNAL", "CONFLICT", "ABORTED", "PROCESSING_ERROR", "EMBEDDING_FAILED", "UNKNOWN"})
    void repeatsTheRestEightTimes(Code code) {
        Fault fault = new Fault(code, "who knows");

        assertThat(policy.judge(7, fault)).isInstanceOf(Again.class);
        assertThat(policy.judge(8, fault)).isEqualTo(new GiveUp());
        assertThat(policy.judge(9, fault)).isEqualTo(new GiveUp());
    }

    @Test
    void takesAnAccidentForSomethingUnknown() {
        assertThat(policy.judge(7, new IllegalStateException("oops"))).isInstanceOf(Again.class);
        assertThat(policy.judge(8, new IllegalStateException("oops"))).isEqualTo(new GiveUp());
    }

    @Test
    void restsAsLongAsTheFaultSaysWithinBounds() {
        assertThat(rest(Map.of("retry_after", 60L))).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(75));
        assertThat(rest(Map.of("retry_after", 0))).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1250));
        assertThat(rest(Map.of("retry_after", 86_400L))).isBetween(Duration.ofMinutes(5), Duration.ofSeconds(375));
        assertThat(rest(Map.of("retry_after", "soon"))).isBetween(Duration.ofSeconds(30), Duration.ofMillis(37_500));
        assertThat(rest(Map.of())).isBetween(Duration.ofSeconds(30), Duration.ofMillis(37_500));
    }

    @Test
    void whatTheFaultKnowsCountsMoreThanItsCode() {
        Fault denied = new Fault(Code.PERMISSION_DENIED, "bad key").with(Outlook.PAUSE);
        Fault unreadable = new Fault(Code.EMBEDDING_FAILED, "garbage").with(Outlook.RETRY);
        Fault unsafe = new Fault(Code.UNAVAILABLE, "refused").with(Outlook.GIVE_UP);

        assertThat(policy.judge(1_000, denied)).isInstanceOf(Rest.class);
        assertThat(policy.judge(7, unreadable)).isInstanceOf(Again.class);
        assertThat(policy.judge(8, unreadable)).isEqualTo(new GiveUp());
        assertThat(policy.judge(1, unsafe)).isEqualTo(new GiveUp());
    }

    private Duration rest(Map<String, Object> details) {
        Fault fault = new Fault(Code.MODEL_UNAVAILABLE, "away", details).with(Outlook.PAUSE);
        return ((Rest) policy.judge(1_000, fault)).length();
    }

    private Duration again(int attempt, Fault fault) {
        return ((Again) policy.judge(attempt, fault)).after();
    }
}
