package io.knarr.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.knarr.context.Level;
import io.knarr.uri.VikingUri;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Finding by vector. */
abstract class NearestTopic extends IndexTopic {
    /** Of the vectors that are compared with brute force. */
    private static final int LONG = 32;

    private final long seed = Long.getLong("test.seed", 20261121);

    NearestTopic(IndexOpener opener) {
        super(opener);
    }

    @Override
    int dimensions() {
        return LONG;
    }

    @Test
    void ordersByCosine() {
        put(
                EntryDraft.at("resources/half").vectors(wide(Vectors.leaning(0.5))),
                EntryDraft.at("resources/same").vectors(wide(Vectors.axis(0))),
                EntryDraft.at("resources/opposite").vectors(wide(Vectors.leaning(-1))),
                EntryDraft.at("resources/across").vectors(wide(Vectors.axis(1))));

        List<Match> found = nearest(wide(Vectors.axis(0)), Filter.all(), 10);

        assertThat(paths(found))
                .containsExactly("resources/same", "resources/half", "resources/across", "resources/opposite");
        List<Double> cosines = List.of(1.0, 0.5, 0.0, -1.0);
        for (int i = 0; i < cosines.size(); i++) {
            assertThat(found.get(i).score())
                    .isCloseTo(cosines.get(i), within(1e-5))
                    .isBetween(-1.0, 1.0);
        }
    }

    @Test
    void countsAnEntryOnceByItsBestPassage() {
        put(
                EntryDraft.at("resources/many")
                        .vectors(wide(Vectors.leaning(0.1)), wide(Vectors.leaning(0.9)), wide(Vectors.leaning(0.8))),
                EntryDraft.at("resources/one").vectors(wide(Vectors.leaning(0.85))));

        List<Match> found = nearest(wide(Vectors.axis(0)), Filter.all(), 10);

        assertThat(paths(found)).containsExactly("resources/many", "resources/one");
        assertThat(found.getFirst().score()).isCloseTo(0.9, within(1e-5));
    }

    @Test
    void givesAsManyEntriesAsAskedThoughOneHasManyPassages() {
        float[][] passages = new float[400][];
        for (int i = 0; i < passages.length; i++) {
            passages[i] = wide(Vectors.leaning(0.9 + i * 0.0001));
        }
        put(EntryDraft.at("resources/crowd").vectors(passages));
        for (int i = 0; i < 12; i++) {
            put(EntryDraft.at("resources/" + i).vectors(wide(Vectors.leaning(i * 0.01))));
        }

        assertThat(nearest(wide(Vectors.axis(0)), Filter.all(), 10)).hasSize(10);
        assertThat(nearest(wide(Vectors.axis(0)), Filter.all(), 100)).hasSize(13);
    }

    @Test
    void breaksTiesByAddressThenLevel() {
        float[] same = wide(Vectors.leaning(0.7));
        put(
                EntryDraft.at("resources/b").level(Level.OVERVIEW).vectors(same),
                EntryDraft.at("resources/a-b").vectors(same),
                EntryDraft.at("resources/a/b").vectors(same),
                EntryDraft.at("resources/b").level(Level.ABSTRACT).vectors(same),
                EntryDraft.at("resources/a").vectors(same));

        List<Match> all = nearest(wide(Vectors.axis(0)), Filter.all(), 10);

        assertThat(paths(all))
                .containsExactly("resources/a", "resources/a/b", "resources/a-b", "resources/b", "resources/b");
        assertThat(all.get(3).entry().level()).isEqualTo(Level.ABSTRACT);
        assertThat(nearest(wide(Vectors.axis(0)), Filter.all(), 3)).isEqualTo(all.subList(0, 3));
    }

    @Test
    void agreesWithBruteForceOnAThousandVectors() {
        Random random = new Random(seed);
        List<float[]> vectors = Vectors.clustered(random, LONG, 20, 1_000);
        putMany(numbered(vectors));

        for (int i = 0; i < 20; i++) {
            float[] query = Vectors.clustered(random, LONG, 1, 1).getFirst();
            List<Double> best = bruteForce(vectors, query).stream().limit(50).toList();

            List<Match> found = nearest(query, Filter.all(), 50);

            assertThat(found).as("seed %d, query %d", seed, i).hasSize(50);
            for (int rank = 0; rank < 50; rank++) {
                // By score, not by name: two vectors may be equally far but for the last bit.
                assertThat(found.get(rank).score())
                        .as("seed %d, query %d, rank %d", seed, i, rank)
                        .isCloseTo(best.get(rank), within(1e-5));
            }
        }
    }

    @Test
    void findsMostOfTheNearestAmongMany() {
        int count = Integer.getInteger("test.vectors", 5_000);
        Random random = new Random(seed);
        List<float[]> vectors = Vectors.clustered(random, LONG, count / 50, count);
        putMany(numbered(vectors));

        int right = 0;
        int queries = 50;
        for (int i = 0; i < queries; i++) {
            float[] query = vectors.get(random.nextInt(count));
            double tenth = bruteForce(vectors, query).get(9);
            right += (int) nearest(query, Filter.all(), 10).stream()
                    .filter(match -> match.score() >= tenth - 1e-5)
                    .count();
        }

        assertThat(right / (10.0 * queries)).as("recall, seed %d", seed).isGreaterThanOrEqualTo(0.9);
    }

    @Test
    void searchesASmallScopeOfALargeIndexExactly() {
        Random random = new Random(seed);
        List<float[]> vectors = Vectors.clustered(random, LONG, 20, 2_500);
        putMany(numbered(vectors));
        put(IntStream.range(0, 200)
                .mapToObj(i -> EntryDraft.at("user/u/" + i)
                        .vectors(Vectors.random(random, LONG))
                        .made())
                .toList());
        float[] query = vectors.getFirst();

        List<Match> found = nearest(query, Filter.under(VikingUri.of("user")), 1_000);

        assertThat(found).hasSize(200);
        Set<String> paths = new HashSet<>(paths(found));
        assertThat(paths).hasSize(200).allMatch(path -> path.startsWith("user/u/"));
    }

    private static List<Entry> numbered(List<float[]> vectors) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < vectors.size(); i++) {
            entries.add(EntryDraft.at("resources/" + i % 10 + "/" + i)
                    .vectors(vectors.get(i))
                    .made());
        }
        return entries;
    }

    /** Cosines, best first. */
    private static List<Double> bruteForce(List<float[]> vectors, float[] query) {
        return vectors.stream()
                .map(vector -> Vectors.dot(vector, query))
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    private static float[] wide(float[] vector) {
        return java.util.Arrays.copyOf(vector, LONG);
    }
}
