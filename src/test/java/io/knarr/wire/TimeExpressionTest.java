package io.knarr.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeExpressionTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-08-15T12:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({
        "30s, 2026-08-15T11:59:30Z",
        "90m, 2026-08-15T10:30:00Z",
        "24h, 2026-08-14T12:00:00Z",
        "7d, 2026-08-08T12:00:00Z",
        "2w, 2026-08-01T12:00:00Z",
    })
    void countsBackFromNow(String text, Instant expected) {
        assertThat(TimeExpression.since(text, NOON)).isEqualTo(expected);
        assertThat(TimeExpression.until(" " + text + " ", NOON)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-08-01T09:30:00Z, 2026-08-01T09:30:00Z",
        "2026-08-01T09:30:00, 2026-08-01T09:30:00Z",
        "2026-08-01 09:30:00, 2026-08-01T09:30:00Z",
        "2026-08-01T09:30, 2026-08-01T09:30:00Z",
        "2026-08-01T09:30:00.250Z, 2026-08-01T09:30:00.250Z",
        "2026-08-01T09:30:00+02:00, 2026-08-01T07:30:00Z",
        "2026-08-01T09:30:00+0200, 2026-08-01T07:30:00Z",
        "2026-08-01T09:30+02, 2026-08-01T07:30:00Z",
        "2026-08-01T09:30:00-05, 2026-08-01T14:30:00Z",
    })
    void readsIsoTimesInUtcUnlessTheySayOtherwise(String text, Instant expected) {
        assertThat(TimeExpression.since(text, NOON)).isEqualTo(expected);
        assertThat(TimeExpression.until(text, NOON)).isEqualTo(expected);
        assertThat(TimeExpression.absolute(text)).isEqualTo(expected);
    }

    @Test
    void takesADateFromItsFirstToItsLastMoment() {
        assertThat(TimeExpression.since("2026-08-01", NOON)).isEqualTo("2026-08-01T00:00:00Z");
        assertThat(TimeExpression.until("2026-08-01", NOON)).isEqualTo("2026-08-01T23:59:59.999999Z");
        assertThat(TimeExpression.absolute("2026-08-01")).isEqualTo("2026-08-01T00:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "7",
                "7y",
                "-7d",
                "2026-13-01",
                "2026-02-30",
                "2026-08-01T25:00:00Z",
                "+999999999-12-31T23:59:59Z",
                "-999999999-01-01",
                "99999-01-01",
                "2026-08-01T09:30:00+99:00"
            })
    void refusesWhatIsNoTime(String text) {
        assertThatThrownBy(() -> TimeExpression.since(text, NOON)).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.code()).isEqualTo(Code.INVALID_ARGUMENT);
            assertThat(fault).hasMessageContaining("7d").hasMessageContaining("2026-08-01");
        });
        assertThatThrownBy(() -> TimeExpression.absolute(text)).isInstanceOf(Fault.class);
    }
}
