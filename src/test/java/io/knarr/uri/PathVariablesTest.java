package io.knarr.uri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathVariablesTest {
    private static final LocalDate A_DAY = LocalDate.of(2026, 5, 7);

    @ParameterizedTest
    @CsvSource({
        "today, 2026/05/07",
        "yesterday, 2026/05/06",
        "tomorrow, 2026/05/08",
        "year, 2026",
        "month, 05",
        "day, 07",
        "ym, 2026/05",
        "quarter, Q2",
        "yq, 2026/Q2",
        "week, 19",
        "yw, 2026/w19"
    })
    void standForPartsOfToday(String key, String value) {
        assertThat(PathVariables.expand("{calendar:" + key + "}", A_DAY)).isEqualTo(value);
    }

    /** ISO 8601: a week belongs to the year of its Thursday. */
    @ParameterizedTest
    @CsvSource({
        "2026-01-01, 01, 2026/w01",
        "2027-01-01, 53, 2026/w53",
        "2027-01-03, 53, 2026/w53",
        "2027-01-04, 01, 2027/w01",
        "2024-12-29, 52, 2024/w52",
        "2024-12-30, 01, 2025/w01",
        "2023-01-01, 52, 2022/w52"
    })
    void countWeeksAsIsoDoesAtTheEndsOfYears(LocalDate date, String week, String yearAndWeek) {
        assertThat(PathVariables.expand("{calendar:week} {calendar:yw}", date)).isEqualTo(week + " " + yearAndWeek);
    }

    @Test
    void crossYearsWithYesterdayAndTomorrow() {
        assertThat(PathVariables.expand("{calendar:yesterday}", LocalDate.of(2026, 1, 1)))
                .isEqualTo("2025/12/31");
        assertThat(PathVariables.expand("{calendar:tomorrow}", LocalDate.of(2024, 2, 28)))
                .isEqualTo("2024/02/29");
    }

    @Test
    void areReplacedWhereverTheyStand() {
        assertThat(PathVariables.expand("viking://resources/{calendar:year}/log-{calendar:month}.md", A_DAY))
                .isEqualTo("viking://resources/2026/log-05.md");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{plain}", "{a b:c}", "{calendar:}", "{:today}", "{{}}", "$1 \\ {", "{calendar.today}"})
    void leaveWhatIsNoVariable(String text) {
        assertThat(PathVariables.expand(text, A_DAY)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{calendar:never}", "{clock:today}", "{calendar:TODAY}", "{Calendar:today}"})
    void areRefusedWhenTheyDoNotExist(String text) {
        assertThatThrownBy(() -> PathVariables.expand("viking://resources/" + text, A_DAY))
                .isInstanceOfSatisfying(Fault.class, fault -> {
                    assertThat(fault.code()).isEqualTo(Code.INVALID_ARGUMENT);
                    assertThat(fault.getMessage()).contains(text);
                });
    }
}
