package io.knarr.retrieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoresTest {
    private static final Instant NOW = Instant.parse("2026-08-01T00:00:00Z");

    @Test
    void mixesInTheDirectorysScoreUnlessItHasNone() {
        assertThat(Scores.propagated(0.5, 0.8, 0.4)).isCloseTo(0.6, within(1e-12));
        assertThat(Scores.propagated(1, 0.8, 0.4)).isEqualTo(0.4);
        assertThat(Scores.propagated(0, 0.8, 0.4)).isEqualTo(0.8);
        assertThat(Scores.propagated(0.5, 0, 0.4)).isEqualTo(0.4);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void takesWhatIsNoNumberForNothing(double score) {
        assertThat(Scores.finite(score)).isZero();
        assertThat(Scores.finite(-0.5)).isEqualTo(-0.5);
    }

    @Test
    void isHalfAsHotAfterAWeek() {
        // sigmoid(ln(1 + 3)) = 4 / 5
        assertThat(Scores.hotness(3, NOW, NOW)).isCloseTo(0.8, within(1e-12));
        assertThat(Scores.hotness(3, NOW.minus(Duration.ofDays(7)), NOW)).isCloseTo(0.4, within(1e-12));
        assertThat(Scores.hotness(0, NOW, NOW)).isCloseTo(0.5, within(1e-12));
        assertThat(Scores.hotness(1_000_000, Instant.EPOCH, NOW)).isCloseTo(0, within(1e-12));
    }

    @Test
    void staysWithinItsBounds() {
        long seed = 42;
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            double hot = Scores.hotness(
                    random.nextLong(-5, 1L << 40), NOW.plusSeconds(random.nextInt(-100_000_000, 100_000)), NOW);
            double score = random.nextDouble();
            double parent = random.nextDouble();
            double alpha = random.nextDouble();
            double mixed = Scores.propagated(alpha, parent, score);

            assertThat(hot).as("seed %d", seed).isBetween(0.0, 1.0);
            assertThat(Scores.blended(alpha, score, hot)).as("seed %d", seed).isBetween(0.0, 1.0);
            assertThat(mixed)
                    .as("seed %d", seed)
                    .isBetween(Math.min(parent, score) - 1e-12, Math.max(parent, score) + 1e-12);
        }
    }
}
