package io.knarr.retrieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.knarr.context.Level;
import io.knarr.index.Match;
import io.knarr.testing.Entries;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FusionTest {
    private final Fusion fusion = new Fusion(0.3);

    @Test
    void isThePlainCosineWhereNoWordFits() {
        List<Findings.Hit> hits = fusion.fuse(List.of(match("a", 0.8), match("b", 0.4)), List.of());

        assertThat(hits).extracting(Findings.Hit::score).containsExactly(0.8, 0.4);
    }

    @Test
    void raisesByTheShareOfTheBestWordScore() {
        List<Findings.Hit> hits =
                fusion.fuse(List.of(match("a", 0.8), match("b", 0.6)), List.of(match("b", 12), match("a", 3)));

        // a: 0.8 + 0.3 · ¼ · 0.2; b: 0.6 + 0.3 · 1 · 0.4
        assertThat(score(hits, "a")).isCloseTo(0.815, within(1e-9));
        assertThat(score(hits, "b")).isCloseTo(0.72, within(1e-9));
    }

    @Test
    void ranksWhatOnlyWordsFoundFromTheLastCosine() {
        List<Findings.Hit> hits = fusion.fuse(List.of(match("a", 0.5), match("b", 0.2)), List.of(match("w", 7)));

        assertThat(score(hits, "w")).isCloseTo(0.2 + 0.3 * 0.8, within(1e-9));
        assertThat(hits).extracting(hit -> hit.entry().name()).containsExactly("a", "w", "b");
    }

    @Test
    void answersByWordsAlone() {
        List<Findings.Hit> hits = fusion.fuse(List.of(), List.of(match("a", 4), match("b", 2)));

        assertThat(score(hits, "a")).isCloseTo(0.3, within(1e-9));
        assertThat(score(hits, "b")).isCloseTo(0.15, within(1e-9));
    }

    @Test
    void answersNothingWithNothing() {
        assertThat(fusion.fuse(List.of(), List.of())).isEmpty();
    }

    @Test
    void keepsTheVectorsOrderWithoutAWordWeight() {
        List<Findings.Hit> hits = new Fusion(0)
                .fuse(List.of(match("a", 0.8), match("b", 0.7)), List.of(match("b", 100), match("a", 0.1)));

        assertThat(hits).extracting(hit -> hit.entry().name()).containsExactly("a", "b");
    }

    @Test
    void ordersEqualScoresByAddressThenLevel() {
        Match upper = new Match(Entries.bare("viking://resources/a", Level.OVERVIEW), 0.5);
        Match lower = new Match(Entries.bare("viking://resources/a", Level.ABSTRACT), 0.5);

        List<Findings.Hit> hits = fusion.fuse(List.of(match("b", 0.5), upper, lower, match("A", 0.5)), List.of());

        assertThat(hits)
                .extracting(hit -> hit.entry().name() + hit.entry().level().number())
                .containsExactly("A2", "a0", "a1", "b2");
    }

    @Test
    void countsAScoreThatIsNoNumberAsZero() {
        List<Findings.Hit> hits = fusion.fuse(
                List.of(match("a", Double.NaN), match("b", Double.POSITIVE_INFINITY), match("c", -0.4)), List.of());

        assertThat(hits).extracting(Findings.Hit::score).containsExactly(0.0, 0.0, 0.0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void staysInBoundsAndGrowsWithBothParts(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            Fusion any = new Fusion(random.nextDouble());
            List<Match> vectors = ranking(random, "v", 1);
            List<Match> words = ranking(random, "v", 30);
            List<Findings.Hit> hits = any.fuse(vectors, words);

            assertThat(hits)
                    .as("seed %s round %s", seed, round)
                    .allSatisfy(hit -> assertThat(hit.score()).isBetween(0.0, 1.0))
                    .isSortedAccordingTo(
                            Comparator.comparingDouble(Findings.Hit::score).reversed());
            assertThat(hits).extracting(Findings.Hit::entry).doesNotHaveDuplicates();
            for (Match better : vectors) {
                for (Match worse : vectors) {
                    boolean dominates = better.score() >= worse.score() && of(words, better) >= of(words, worse);
                    if (dominates) {
                        assertThat(score(hits, better.entry().name()))
                                .as("seed %s round %s", seed, round)
                                .isGreaterThanOrEqualTo(
                                        score(hits, worse.entry().name()));
                    }
                }
            }
        }
    }

    private static List<Match> ranking(Random random, String prefix, double highest) {
        List<Integer> names = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            names.add(i);
        }
        Collections.shuffle(names, random);
        return names.subList(0, random.nextInt(8)).stream()
                .map(name -> match(prefix + name, highest * (1 - random.nextDouble())))
                .sorted(Match.BEST_FIRST)
                .toList();
    }

    private static double of(List<Match> ranking, Match wanted) {
        return ranking.stream()
                .filter(match -> match.entry().uri().equals(wanted.entry().uri()))
                .mapToDouble(Match::score)
                .findFirst()
                .orElse(0);
    }

    private static double score(List<Findings.Hit> hits, String name) {
        return hits.stream()
                .filter(hit -> hit.entry().name().equals(name))
                .findFirst()
                .orElseThrow()
                .score();
    }

    private static Match match(String name, double score) {
        return new Match(Entries.bare("viking://resources/" + name, Level.CONTENT), score);
    }
}
