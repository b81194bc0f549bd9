package io.knarr.model.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.model.remote.Breaker.Admission;
import io.knarr.model.remote.Trouble.Blame;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private static final Admission PASS = new Admission.Pass();
    private static final Admission PROBE = new Admission.Probe();

    private long now = 5;
    private final Breaker breaker =
            new Breaker(new CallLimits.Breaking(3, Duration.ofSeconds(60), Duration.ofSeconds(200)), () -> now);

    @Test
    void opensAfterFailuresInARow() {
        fail(PASS);
        fail(PASS);
        breaker.succeeded(PASS);
        fail(PASS);
        fail(PASS);
        assertThat(breaker.admit()).isEqualTo(PASS);

        fail(PASS);

        assertThat(breaker.admit()).isEqualTo(new Admission.Refused(60_000, "broken"));
        assertThat(breaker.trouble()).contains("broken");
    }

    @Test
    void letsASingleCallProbe() {
        open();
        later(60);

        assertThat(breaker.admit()).isEqualTo(PROBE);
        assertThat(breaker.admit()).isInstanceOf(Admission.Refused.class);
        breaker.succeeded(PROBE);

        assertThat(breaker.admit()).isEqualTo(PASS);
        assertThat(breaker.trouble()).isEmpty();
    }

    @Test
    void staysOpenTwiceAsLongAfterEachProbeThatFailsUpToABound() {
        open();
        for (int seconds : new int[] {60, 120, 200, 200}) {
            later(seconds - 1);
            assertThat(breaker.admit()).as("before %s s", seconds).isInstanceOf(Admission.Refused.class);
            later(1);
            assertThat(breaker.admit()).as("after %s s", seconds).isEqualTo(PROBE);
            fail(PROBE);
        }
        later(200);
        assertThat(breaker.admit()).isEqualTo(PROBE);
        breaker.succeeded(PROBE);

        open();
        assertThat(breaker.admit()).isEqualTo(new Admission.Refused(60_000, "broken"));
    }

    @Test
    void opensAtOnceAndForLongWhenNothingWillChange() {
        breaker.failed(PASS, Blame.FOR_LONG, "bad key", Optional.empty());

        assertThat(breaker.admit()).isEqualTo(new Admission.Refused(200_000, "bad key"));
    }

    @Test
    void staysOpenAsLongAsTheProviderAsksWithinItsBound() {
        fail(PASS);
        fail(PASS);
        breaker.failed(PASS, Blame.COUNTED, "slow down", Optional.of(Duration.ofSeconds(90)));
        assertThat(breaker.admit()).isEqualTo(new Admission.Refused(90_000, "slow down"));

        later(90);
        assertThat(breaker.admit()).isEqualTo(PROBE);
        breaker.failed(PROBE, Blame.COUNTED, "slow down", Optional.of(Duration.ofDays(1)));
        assertThat(breaker.admit()).isEqualTo(new Admission.Refused(200_000, "slow down"));
    }

    @Test
    void aProbeThatWasGivenUpIsRepeatedByTheNextCall() {
        open();
        later(60);
        assertThat(breaker.admit()).isEqualTo(PROBE);

        breaker.failed(PROBE, Blame.NONE, "", Optional.empty());

        assertThat(breaker.admit()).isEqualTo(PROBE);
    }

    @Test
    void aRefusedInputShowsThatTheProviderWorks() {
        fail(PASS);
        fail(PASS);
        breaker.failed(PASS, Blame.ALIVE, "too long", Optional.empty());
        fail(PASS);
        fail(PASS);

        assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
    }

    @Test
    void callsFromBeforeItOpenedSayNothing() {
        open();

        breaker.succeeded(PASS);
        fail(PASS);

        assertThat(breaker.admit()).isEqualTo(new Admission.Refused(60_000, "broken"));
    }

    private void open() {
        for (int i = 0; i < 3; i++) {
            fail(PASS);
        }
    }

    private void fail(Admission admission) {
        breaker.failed(admission, Blame.COUNTED, "broken", Optional.empty());
    }

    private void later(int seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }
}
