package io.knarr.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LocalMetersTest {
    private static final Labels SEARCH = Labels.of("lane", "search");
    private static final Labels WRITE = Labels.of("lane", "write");

    private final LocalMeters meters = new LocalMeters();

    @Test
    void countsEachSeriesAndAllTogether() {
        meters.count("lane.refused", SEARCH, 2);
        meters.count("lane.refused", WRITE, 3);

        assertThat(meters.count("lane.refused", SEARCH)).isEqualTo(2);
        assertThat(meters.count("lane.refused")).isEqualTo(5);
        assertThat(meters.count("lane.never")).isZero();
    }

    @Test
    void mergesWhatWasRecordedUnderOneName() {
        meters.time("lane.wait", SEARCH, 10);
        meters.time("lane.wait", WRITE, 30);
        meters.time("lane.wait", WRITE, 20);

        assertThat(meters.figures("lane.wait")).isEqualTo(new LocalMeters.Figures(3, 60, 10, 30));
        assertThat(meters.figures("lane.wait", WRITE).mean()).isEqualTo(25);
        assertThat(meters.figures("lane.never")).isEqualTo(LocalMeters.Figures.NONE);
    }

    @Test
    void keepsValuesBelowZero() {
        meters.value("retrieval.score", -0.5);

        assertThat(meters.figures("retrieval.score").max()).isEqualTo(-0.5);
    }

    @Test
    void readsAGaugeWhenAskedAndKeepsTheLastRegistered() {
        AtomicLong running = new AtomicLong(1);
        meters.gauge("lane.running", SEARCH, () -> 99);
        meters.gauge("lane.running", SEARCH, running::get);
        meters.gauge("lane.running", WRITE, () -> 10);
        running.set(4);

        assertThat(meters.gauge("lane.running")).isEqualTo(14);
        assertThat(meters.gauge("lane.never")).isZero();
    }

    @Test
    void aLabelWithoutAValueIsRefused() {
        assertThatThrownBy(() -> new Labels(List.of("lane"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fansOutToAll() {
        LocalMeters other = new LocalMeters();
        Meters both = new FanOut(List.of(meters, other));

        both.count("lane.refused", SEARCH, 1);
        both.time("lane.wait", SEARCH, 5);
        both.value("retrieval.score", 0.5);
        both.gauge("lane.running", SEARCH, () -> 7);

        for (LocalMeters each : List.of(meters, other)) {
            assertThat(each.count("lane.refused", SEARCH)).isEqualTo(1);
            assertThat(each.figures("lane.wait", SEARCH).max()).isEqualTo(5);
            assertThat(each.figures("retrieval.score").max()).isEqualTo(0.5);
            assertThat(each.gauge("lane.running")).isEqualTo(7);
        }
    }

    @Test
    void aLabelWithTooManyValuesCostsDetailAndNoCounts() {
        Meters bounded = new FanOut(List.of(meters));

        for (int i = 0; i < FanOut.MOST_SERIES + 500; i++) {
            bounded.count("lane.refused", Labels.of("lane", "lane-" + i, "account", "a"), 1);
        }

        assertThat(meters.count("lane.refused", Labels.of("lane", "other", "account", "other")))
                .isEqualTo(500);
        assertThat(meters.count("lane.refused")).isEqualTo(FanOut.MOST_SERIES + 500);
    }
}
