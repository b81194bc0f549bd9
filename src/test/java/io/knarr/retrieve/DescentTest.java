package io.knarr.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.context.Level;
import io.knarr.retrieve.Findings.Hit;
import io.knarr.testing.Entries;
import io.knarr.uri.VikingUri;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DescentTest {
    private final TraceLog log = new TraceLog();

    /**
     * Worked out by hand from behaviour 4.5: two hits wanted, threshold 0.1, a score is half its own and half its
     * directory’s. d1 was found anywhere, r is where the search begins. The best two are d1 and d1/f1 from the first round on,
     * so it is enough after three more, and k is never looked into.
     */
    @Test
    void goesTheWayThatWasWorkedOutByHand() {
        Map<String, List<Hit>> tree = Map.of(
                "r", List.of(hit("r/d1", 0, 0.9), hit("r/d2", 0, 0.3), hit("r/low", 0, 0.1)),
                "r/d1", List.of(hit("r/d1", 0, 0.9), hit("r/d1/f1", 2, 0.6), hit("r/d1/e", 0, 0.5)),
                "r/d2", List.of(hit("r/d2", 0, 0.3)),
                "r/d1/e", List.of(hit("r/d1/e", 0, 0.5), hit("r/d1/e/g", 0, 0.4), hit("r/d1/e/f2", 2, 0.2)),
                "r/d1/e/g", List.of(hit("r/d1/e/g", 0, 0.4), hit("r/d1/e/g/h", 1, 0.3), hit("r/d1/e/g/f3", 2, 0.05)),
                "r/d1/e/g/h", List.of(hit("r/d1/e/g/h/k", 0, 0.9), hit("r/d1/e/g/h", 1, 0.3)));
        Descent descent = new Descent(FindQuery.of("tea", 2), 0.1, 0.5, log);
        descent.begin(List.of(hit("r/d1", 0, 0.9), hit("r/d1", 1, 0.95)), List.of(uri("r")));

        walk(descent, tree);

        assertThat(TraceText.of(log.events())).isEqualTo("""
                  > r/d1 0.9000
                  > r 0.0000
                look r/d1 0.9000
                look r 0.0000
                  in r/d1: 3
                  + r/d1 L0 0.9000
                  + r/d1/f1 L2 0.7500
                  + r/d1/e L0 0.7000
                  > r/d1/e 0.7000
                  in r: 3
                  + r/d2 L0 0.3000
                  > r/d2 0.3000
                  - r/low L0 0.1000
                round 1: 4 candidates, unchanged 0, stagnant 0
                look r/d1/e 0.7000
                look r/d2 0.3000
                  in r/d1/e: 3
                  + r/d1/e/g L0 0.5500
                  > r/d1/e/g 0.5500
                  + r/d1/e/f2 L2 0.4500
                  in r/d2: 1
                round 2: 6 candidates, unchanged 1, stagnant 0
                look r/d1/e/g 0.5500
                  in r/d1/e/g: 3
                  + r/d1/e/g/h L1 0.4250
                  > r/d1/e/g/h 0.4250
                  + r/d1/e/g/f3 L2 0.3000
                round 3: 8 candidates, unchanged 2, stagnant 0
                look r/d1/e/g/h 0.4250
                  in r/d1/e/g/h: 2
                  + r/d1/e/g/h/k L0 0.6625
                  > r/d1/e/g/h/k 0.6625
                round 4: 9 candidates, unchanged 3, stagnant 0""");
        assertThat(descent.isStable()).isTrue();
        assertThat(uris(descent.best())).containsExactly("r/d1", "r/d1/f1");
    }

    @Test
    void stopsWhenNothingNewComes() {
        Descent descent = new Descent(FindQuery.of("tea", 5), 0, 1, log);
        descent.begin(List.of(), List.of(uri("a"), uri("b"), uri("c"), uri("d"), uri("e"), uri("f"), uri("g")));

        assertThat(descent.next(1)).hasSize(1);
        assertThat(descent.converged()).isFalse();
        assertThat(descent.converged()).isFalse();
        assertThat(descent.converged()).isTrue();
        assertThat(descent.isStable()).isFalse();
    }

    @Test
    void findsOnlyTheLevelsThatAreWantedButGoesThroughTheOthers() {
        FindQuery files = FindQuery.of("tea", 5).atLevels(Set.of(Level.CONTENT));
        Descent descent = new Descent(files, 0, 1, log);
        descent.begin(List.of(), List.of(uri("r")));

        walk(
                descent,
                Map.of("r", List.of(hit("r/d", 0, 0.5)), "r/d", List.of(hit("r/d", 0, 0.5), hit("r/d/f", 2, 0.4))));

        assertThat(uris(descent.best())).containsExactly("r/d/f");
    }

    @Test
    void takesLayersFoundAnywhereOnlyWhenTheirLevelIsWanted() {
        Descent any = new Descent(FindQuery.of("tea", 5), 0, 1, log);
        Descent abstracts = new Descent(FindQuery.of("tea", 5).atLevels(Set.of(Level.ABSTRACT)), 0.3, 1, log);
        List<Hit> found = List.of(hit("r/d", 0, 0.5), hit("r/e", 1, 0.5), hit("r/f", 0, 0.3));

        any.begin(found, List.of());
        abstracts.begin(found, List.of());

        assertThat(any.best()).isEmpty();
        assertThat(uris(abstracts.best())).containsExactly("r/d");
    }

    @Test
    void neverTakesWhatIsNoNumber() {
        Descent descent = new Descent(FindQuery.of("tea", 5), -1, 1, log);

        descent.admit(List.of(hit("r/f", 2, Double.NaN)));

        assertThat(descent.best()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void keepsItsPromisesInAnyTree(long seed) {
        Random random = new Random(seed);
        for (int run = 0; run < 100; run++) {
            double threshold = random.nextDouble() / 2;
            double alpha = random.nextInt(3) / 2.0;
            int limit = 1 + random.nextInt(12);
            Descent descent = new Descent(FindQuery.of("tea", limit), threshold, alpha, new TraceLog());
            descent.begin(List.of(random(random, "r/d" + random.nextInt(9))), List.of(uri("r")));
            Set<VikingUri> seen = new HashSet<>();

            boolean enough = false;
            for (List<Descent.Point> batch = descent.next(64); !batch.isEmpty() && !enough; batch = descent.next(64)) {
                assertThat(batch).as("seed %d run %d", seed, run).hasSizeLessThanOrEqualTo(4);
                assertThat(batch)
                        .allSatisfy(point -> assertThat(seen.add(point.directory()))
                                .as("seed %d: once only", seed)
                                .isTrue());
                for (Descent.Point point : batch) {
                    List<Hit> hits = new ArrayList<>();
                    for (int i = 0; i < random.nextInt(8) && seen.size() < 200; i++) {
                        hits.add(random(
                                random, String.join("/", point.directory().segments()) + "/n" + i));
                    }
                    descent.found(point, hits);
                }
                enough = descent.converged();
            }

            List<Hit> best = descent.best();
            assertThat(best).as("seed %d run %d", seed, run).hasSizeLessThanOrEqualTo(limit);
            assertThat(best).isSortedAccordingTo(Hit.BEST_FIRST);
            assertThat(best)
                    .extracting(found -> found.entry().uri())
                    .as("seed %d", seed)
                    .doesNotHaveDuplicates();
            assertThat(best)
                    .allSatisfy(found -> assertThat(found.score())
                            .as("seed %d", seed)
                            .isGreaterThan(threshold)
                            .isLessThanOrEqualTo(1));
        }
    }

    private static Hit random(Random random, String path) {
        return hit(path, random.nextInt(3), random.nextDouble());
    }

    private static void walk(Descent descent, Map<String, List<Hit>> tree) {
        List<Descent.Point> batch = descent.next(64);
        while (!batch.isEmpty()) {
            batch.forEach(point -> descent.found(
                    point, tree.getOrDefault(String.join("/", point.directory().segments()), List.of())));
            batch = descent.converged() ? List.of() : descent.next(64);
        }
    }

    private static VikingUri uri(String path) {
        return VikingUri.of(path.split("/"));
    }

    private static Hit hit(String path, int level, double score) {
        Level tier = level == 0 ? Level.ABSTRACT : level == 1 ? Level.OVERVIEW : Level.CONTENT;
        return new Hit(Entries.bare(uri(path).toString(), tier), score);
    }

    private static List<String> uris(List<Hit> hits) {
        return hits.stream()
                .map(hit -> String.join("/", hit.entry().uri().segments()))
                .toList();
    }
}
