package io.knarr.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MatchBudgetTest {
    private static final Pattern WORD = Pattern.compile("refund");

    @Test
    void lastsForAnyTextWhenTheExpressionIsOrdinary() {
        MatchBudget budget = MatchBudget.ordinary();

        assertThat(budget.finds(WORD, "no ".repeat(1_000_000))).isFalse();
        assertThat(budget.finds(WORD, "no ".repeat(1_000_000) + "refund")).isTrue();
        assertThat(budget.finds(WORD, "a refund")).isTrue();
    }

    @Test
    void endsInTheMiddleOfALongLine() {
        MatchBudget budget = MatchBudget.of(Duration.ofNanos(1), 0);

        refused(budget, "no ".repeat(1_000_000));
    }

    @Test
    void addsUpOverShortLines() {
        MatchBudget budget = MatchBudget.of(Duration.ofMillis(1), 0);

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10_000_000; i++) {
                        assertThat(budget.finds(WORD, "a short line")).isFalse();
                    }
                })
                .isInstanceOf(Fault.class);
    }

    @Test
    void growsWithTheText() {
        MatchBudget budget = MatchBudget.of(Duration.ZERO, Long.MAX_VALUE / 1_000_000_000);

        assertThat(budget.finds(WORD, "no ".repeat(1_000_000))).isFalse();
    }

    private static void refused(MatchBudget budget, String line) {
        assertThatThrownBy(() -> budget.finds(WORD, line)).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.code()).isEqualTo(Code.INVALID_ARGUMENT);
            assertThat(fault).hasMessageContaining("too long to match");
        });
    }
}
