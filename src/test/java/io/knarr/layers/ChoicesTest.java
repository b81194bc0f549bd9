package io.knarr.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands for many: samples, central sentences, and when a parent is written again. */
class ChoicesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 5, ''",
        "3, 5, 0 1 2",
        "5, 5, 0 1 2 3 4",
        "6, 5, 0 1 2 3 5",
        "10, 4, 0 3 6 9",
        "100, 3, 0 49 99",
        "9, 2, 0 8",
        "9, 1, 0"
    })
    void aSampleIsSpreadEvenly(int count, int limit, String indexes) {
        List<Integer> all = IntStream.range(0, count).boxed().toList();

        assertThat(String.join(
                        " ",
                        Sampling.spread(all, limit).stream()
                                .map(String::valueOf)
                                .toList()))
                .isEqualTo(indexes);
    }

    @Test
    void aSampleOfVeryManyHasNoEntryTwice() {
        List<Integer> all = IntStream.range(0, 1_000_000).boxed().toList();

        assertThat(Sampling.spread(all, 32))
                .hasSize(32)
                .doesNotHaveDuplicates()
                .startsWith(0)
                .endsWith(999_999);
    }

    /** Behaviour 2.4, row by row. */
    @ParameterizedTest
    @CsvSource({
        // changed, forced, total (negative: no baseline), pending
        "false, false, -1,   0,  NOTHING",
        "false, true,  10,   0,  NOTHING",
        "true,  false, -1,   0,  REFRESH",
        "true,  true,  1000, 0,  REFRESH",
        "true,  false, 0,    0,  REFRESH",
        "true,  false, 32,   0,  REFRESH",
        "true,  false, 33,   0,  COUNT",
        "true,  false, 33,   2,  COUNT",
        "true,  false, 33,   3,  REFRESH",
        "true,  false, 100,  8,  COUNT",
        "true,  false, 100,  9,  REFRESH",
        "true,  false, 100,  50, REFRESH"
    })
    void aParentIsWrittenAgainWhenEnoughChanged(
            boolean changed, boolean forced, int total, int pending, Parents expected) {
        Optional<Sidecar.Freshness> freshness =
                total < 0 ? Optional.empty() : Optional.of(new Sidecar.Freshness(total, Math.min(total, 32), pending));

        assertThat(Parents.after(changed, forced, freshness, 0.10)).isEqualTo(expected);
    }

    @Test
    void centralSentencesSayWhatMostSay() {
        List<String> sentences = List.of(
                "The weather outside today remains rather cloudy and quite unpleasant.",
                "Refunds for returned orders reach customers within fourteen working days.",
                "Customers returning orders receive refunds after fourteen working days.",
                "Returned orders cause refunds, which customers expect within working days.");

        List<String> chosen = Central.choose(sentences, 2);

        assertThat(chosen).hasSize(2).doesNotContain(sentences.getFirst());
        assertThat(chosen).isSubsetOf(sentences);
    }

    @Test
    void centralSentencesComeInTheirOrderAndNoMoreThanThereAre() {
        List<String> sentences = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            sentences.add("Sentence number" + i + " speaks about several different matters besides topic" + i + ".");
        }
        sentences.add("Too short.");

        List<String> chosen = Central.choose(sentences, 5);

        assertThat(chosen)
                .hasSize(5)
                .isSortedAccordingTo((one, other) -> sentences.indexOf(one) - sentences.indexOf(other));
        assertThat(Central.choose(sentences, 5)).isEqualTo(chosen);
        assertThat(Central.choose(List.of("Too short."), 3)).isEmpty();
        assertThat(Central.choose(List.of(), 3)).isEmpty();
        assertThat(Central.choose(sentences, 0)).isEmpty();
    }
}
