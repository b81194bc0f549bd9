package io.knarr.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CuttingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "One. Two. Three.          | 100 | One. Two. Three.",
                "One two. Three four. Five | 21  | One two. Three four.",
                "One two. Three four. Five | 20  | One two. Three four.",
                "One two. Three four. Five | 19  | One two.",
                "Version 1.2 is out now    | 14  | Version 1.2...",
                "No end in sight here      | 12  | No end in...",
                "Ok. A much longer one here| 20  | Ok. A much longer...",
                "一二三。四五六。七八          | 7   | 一二三。",
                "一二三。四五六。七八          | 8   | 一二三。四五六。",
                "Really? Yes! Then go on    | 15  | Really? Yes!"
            })
    void endsWhereASentenceDoesOrAWord(String text, int limit, String expected) {
        assertThat(Cutting.atSentence(text, limit)).isEqualTo(expected);
    }

    @Test
    void cutsALongWordInTheMiddle() {
        assertThat(Cutting.atWord("abcdefghijkl", 8)).isEqualTo("abcde...");
        assertThat(Cutting.atWord("a bcdefghijkl", 9)).isEqualTo("a bcde...");
    }

    @Test
    void neverCutsACharacterInTwo() {
        assertThat(Cutting.atWord("😀😀😀😀", 6)).isEqualTo("😀...");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void staysWithinItsLimitAndTheText(long seed) {
        Random random = new Random(seed);
        String signs = "abc  ..!?。\n\t😀用é…";
        for (int round = 0; round < 3_000; round++) {
            StringBuilder made = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                int at = signs.offsetByCodePoints(0, random.nextInt(signs.codePointCount(0, signs.length())));
                made.appendCodePoint(signs.codePointAt(at));
            }
            String text = made.toString();
            int limit = 4 + random.nextInt(50);
            for (String cut : new String[] {Cutting.atSentence(text, limit), Cutting.atWord(text, limit)}) {
                assertThat(cut.length()).as("seed %s: %s", seed, text).isLessThanOrEqualTo(limit);
                String kept =
                        cut.equals(text.strip()) || !cut.endsWith("...") ? cut : cut.substring(0, cut.length() - 3);
                assertThat(text.strip()).as("seed %s", seed).startsWith(kept);
                assertThat(cut.codePoints().noneMatch(point -> point >= 0xD800 && point <= 0xDFFF))
                        .as("seed %s: halves in %s", seed, cut)
                        .isTrue();
            }
        }
    }
}
