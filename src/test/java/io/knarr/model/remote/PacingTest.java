package io.knarr.model.remote;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacingTest {
    private static final long MS = 1_000_000;

    private long now = 17;

    @Test
    void givesEachCallerAMomentOfItsOwn() {
        Pacing pacing = new Pacing(50, () -> now);

        for (int i = 0; i < 1000; i++) {
            assertThat(pacing.reserve(Long.MAX_VALUE)).as("call %s", i).hasValue(20L * i);
        }
    }

    @Test
    void doesNotSaveUpWhatWasNotUsed() {
        Pacing pacing = new Pacing(10, () -> now);
        assertThat(pacing.reserve(0)).hasValue(0);

        now += 10_000 * MS;

        assertThat(pacing.reserve(1000)).hasValue(0);
        assertThat(pacing.reserve(1000)).hasValue(100);
    }

    @Test
    void takesNoMomentFromWhoCannotWait() {
        Pacing pacing = new Pacing(10, () -> now);
        assertThat(pacing.reserve(0)).hasValue(0);

        assertThat(pacing.reserve(99)).isEmpty();

        assertThat(pacing.reserve(100)).hasValue(100);
    }

    @Test
    void withoutALimitNobodyWaits() {
        Pacing pacing = new Pacing(0, () -> now);

        for (int i = 0; i < 10; i++) {
            assertThat(pacing.reserve(0)).hasValue(0);
        }
    }
}
