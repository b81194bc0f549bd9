package io.knarr.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import org.junit.jupiter.api.Test;

class BodyBudgetTest {
    private final BodyBudget budget = new BodyBudget(100);

    @Test
    void givesOutNoMoreThanThereIs() {
        budget.take(60);
        assertThatThrownBy(() -> budget.take(41))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(Code.UNAVAILABLE));
        assertThat(budget.taken()).isEqualTo(60);

        budget.take(40);
        budget.give(60);
        budget.take(60);
        assertThat(budget.taken()).isEqualTo(100);
    }
}
