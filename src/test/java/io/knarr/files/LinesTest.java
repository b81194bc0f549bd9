package io.knarr.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"\n", "\r\n", "\r", "\u000B", "\f", "\u001C", "\u001D", "\u001E", "\u0085", "\u2028", "\u2029"})
    void endAtEveryLineEndAndKeepIt(String end) {
        assertThat(Lines.of("a" + end + "b")).containsExactly("a" + end, "b");
        assertThat(Lines.of("a" + end)).containsExactly("a" + end);
        assertThat(Lines.of(end + end)).containsExactly(end, end);
    }

    @Test
    void areNoneInAnEmptyText() {
        assertThat(Lines.of("")).isEmpty();
    }

    @Test
    void areTheWholeTextTogether() {
        Random random = new Random(11);
        String signs = "ab\n\r\u2028\u0085\f ";
        for (int round = 0; round < 500; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(30); i > 0; i--) {
                text.append(signs.charAt(random.nextInt(signs.length())));
            }
            assertThat(String.join("", Lines.of(text.toString()))).isEqualTo(text.toString());
        }
    }

    /** As {@code lines[offset:offset + limit]} does in Python. */
    @ParameterizedTest
    @CsvSource({
        "0, -1, 0 1 2 3",
        "0, 2, 0 1",
        "1, 2, 1 2",
        "2, -1, 2 3",
        "3, 5, 3",
        "4, -1, ''",
        "9, 1, ''",
        "0, 0, ''",
        "-2, -1, 2 3",
        "-3, 2, 1 2",
        "-3, 3, ''",
        "-9, -1, 0 1 2 3",
        "1, -2, 1 2",
        "1, 2147483647, 1 2 3",
        "2147483647, 2147483647, ''",
        "-2147483648, -1, 0 1 2 3"
    })
    void areCutAsPythonCuts(int offset, int limit, String numbers) {
        String expected = numbers.isEmpty() ? "" : numbers.replace(" ", "\n") + "\n";

        assertThat(Lines.slice("0\n1\n2\n3\n", offset, limit)).isEqualTo(expected);
    }
}
