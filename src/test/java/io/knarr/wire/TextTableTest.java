package io.knarr.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void centresCellsInColumnsAsWideAsTheirWidestCell() {
        assertThat(TextTable.of(List.of("Queue", "Pending"), List.of(List.of("Semantic", "1"), List.of("TOTAL", "12"))))
                .isEqualTo("""
                        +----------+---------+
                        |  Queue   | Pending |
                        +----------+---------+
                        | Semantic |    1    |
                        |  TOTAL   |   12    |
                        +----------+---------+""");
    }

    @Test
    void keepsTheHeadWhenThereAreNoRows() {
        assertThat(TextTable.of(List.of("A"), List.of())).isEqualTo("""
                +---+
                | A |
                +---+
                +---+""");
    }
}
