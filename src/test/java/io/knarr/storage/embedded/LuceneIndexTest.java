package io.knarr.storage.embedded;

import static io.knarr.storage.embedded.LuceneHarness.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.index.Entry;
import io.knarr.index.EntryDraft;
import io.knarr.index.Field;
import io.knarr.index.Filter;
import io.knarr.index.Match;
import io.knarr.index.ModelMark;
import io.knarr.index.VectorIndex;
import io.knarr.index.Vectors;
import io.knarr.testing.Await;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is Lucene’s own way of keeping the contract: the graph, limits, words of one account among others. */
class LuceneIndexTest {
    private final LuceneHarness harness = new LuceneHarness();
    private Path place;
    private LuceneIndex index;

    @BeforeEach
    void open(@TempDir Path directory) {
        place = directory;
        index = harness.open(new FaultyDisk(place.resolve("index")));
    }

    @AfterEach
    void close() {
        Await.of(index.close());
        harness.close();
    }

    @Test
    void findsEnoughEntriesThroughTheGraphThoughTwoCrowdOutTheOthers() {
        Random random = new Random(20261121);
        int crowd = NearestBlocking.FEW * 3 / 4;
        put(IntStream.range(0, 2)
                .mapToObj(i -> EntryDraft.at("resources/crowd" + i)
                        .vectors(IntStream.range(0, crowd)
                                .mapToObj(_ -> near(random, 0.95))
                                .toArray(float[][]::new)))
                .toArray(EntryDraft[]::new));
        for (int i = 0; i < 30; i++) {
            put(EntryDraft.at("resources/" + i).vectors(near(random, 0.2)));
        }

        List<Match> found = Await.of(index.nearest(ACME, Vectors.axis(0), Filter.all(), 20, Deadline.none()));

        assertThat(found).hasSize(20).doesNotHaveDuplicates();
        assertThat(found.subList(0, 2))
                .extracting(match -> match.entry().name())
                .containsExactlyInAnyOrder("crowd0", "crowd1");
        assertThat(Await.of(index.nearest(ACME, Vectors.axis(0), Filter.all(), 5_000, Deadline.none())))
                .hasSize(32);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_024, 1_536, 4_096})
    void takesVectorsOfAnyUsualLength(int dimensions) {
        ModelMark model = new ModelMark("long", dimensions);
        float[] vector = Vectors.random(new Random(7), dimensions);
        FaultyDisk disk = new FaultyDisk(place.resolve("long"));
        LuceneIndex before = harness.open(disk, model);
        LuceneHarness.put(before, EntryDraft.at("resources/a").vectors(vector));
        Await.of(before.close());

        LuceneIndex after = harness.open(disk, model);

        assertThat(LuceneHarness.nearest(after, vector, 1)).containsExactly("resources/a");
        Await.of(after.close());
    }

    @Test
    void judgesWordsByTheAccountAlone() {
        AccountId other = new AccountId("other");
        List<Entry> noise = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            noise.add(EntryDraft.at("resources/" + i).words("lighthouse").made());
        }
        Await.of(index.upsert(other, noise));
        for (int i = 0; i < 9; i++) {
            put(EntryDraft.at("resources/a" + i).words("harbour"));
        }
        put(EntryDraft.at("resources/b").words("lighthouse"));

        assertThat(LuceneHarness.matching(index, "harbour lighthouse").getFirst())
                .as("rare in this account, common in the other")
                .isEqualTo("resources/b");
    }

    @Test
    void takesFiltersWithThousandsOfValues() {
        put(EntryDraft.at("resources/1999/x"), EntryDraft.at("resources/2001/x"));
        List<VikingUri> targets = IntStream.range(0, 2_000)
                .mapToObj(i -> VikingUri.of("resources", String.valueOf(i)))
                .toList();
        List<String> names = IntStream.range(0, 2_000).mapToObj(i -> "x" + i).toList();

        assertThat(count(Filter.underAny(targets))).isEqualTo(1);
        assertThat(count(new Filter.In(Field.NAME, names))).isZero();
    }

    @Test
    void saysThatAFilterHasTooManyConditions() {
        Filter many = new Filter.Or(IntStream.range(0, 2_000)
                .<Filter>mapToObj(i -> new Filter.Prefix(Field.NAME, "x" + i))
                .toList());

        assertThat(Await.faultOf(index.count(ACME, many)).code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(Await.faultOf(index.delete(ACME, many)).code()).isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void refusesATagThatIsTooLongAndGoesOn() {
        put(EntryDraft.at("resources/a"));
        EntryDraft draft = EntryDraft.at("resources/a").tags("k=" + "v".repeat(40_000));

        Fault fault = Await.faultOf(index.upsert(ACME, List.of(draft.made())));

        assertThat(fault.code()).isEqualTo(Code.INVALID_ARGUMENT);
        put(EntryDraft.at("resources/b"));
        assertThat(LuceneHarness.scan(index)).containsExactly("resources/a", "resources/b");
        assertThat(Await.of(index.scan(ACME, Filter.all(), java.util.Optional.empty(), 10))
                        .entries())
                .allMatch(entry -> entry.tags().isEmpty());
    }

    @Test
    void stopsAPatternAtTheDeadline() throws IOException {
        put(EntryDraft.at("resources/a"));
        LuceneIndexBlocking blocking = new LuceneIndexBlocking(
                new LuceneOpeningBlocking(new FaultyDisk(place.resolve("other")), LuceneHarness.MODEL),
                LuceneHarness.MODEL);
        blocking.open();
        blocking.upsert(ACME, List.of(EntryDraft.at("resources/a").made()));
        Filter pattern = new Filter.Regex(Field.NAME, "a");

        Fault fault = Await.faultOf(Future.future(promise -> {
            try {
                Deadline passed = Deadline.after(Duration.ZERO);
                promise.complete(blocking.read(
                        reader -> new SearchBlocking(new AccountSearcher(reader, ACME, passed)).count(pattern)));
            } catch (Fault | IOException failure) {
                promise.fail(failure);
            }
        }));

        assertThat(fault.code()).isEqualTo(Code.DEADLINE_EXCEEDED);
        blocking.close();
    }

    @Test
    void answersWhileItIsWrittenTo() {
        List<Future<?>> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            calls.add(index.upsert(
                    ACME, List.of(EntryDraft.at("resources/" + i % 20).made())));
            calls.add(index.nearest(ACME, Vectors.axis(0), Filter.all(), 10, Deadline.none()));
            calls.add(index.retag(
                    ACME,
                    Filter.exactly(VikingUri.of("resources", String.valueOf(i % 20))),
                    List.of("n=" + i),
                    VectorIndex.TagMode.REPLACE));
            calls.add(i % 10 == 0 ? index.flush() : index.count(ACME, Filter.all()));
        }
        calls.forEach(Await::of);

        assertThat(LuceneHarness.scan(index)).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void isUnavailableBeforeItIsOpened() {
        LuceneIndex unopened = new LuceneIndex(
                new FaultyDisk(place.resolve("unopened")), LuceneHarness.MODEL, harness.searches(), harness.changes());

        assertThat(Await.faultOf(unopened.count(ACME, Filter.all())).code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(Await.faultOf(unopened.flush()).code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(place.resolve("unopened")).doesNotExist();
        Await.of(unopened.close());
    }

    @Test
    void opensAndClosesTwiceWithoutHarm() {
        Await.of(index.open());
        put(EntryDraft.at("resources/a"));
        Await.of(index.close());
        Await.of(index.open());

        assertThat(LuceneHarness.scan(index)).containsExactly("resources/a");
    }

    private void put(EntryDraft... drafts) {
        LuceneHarness.put(index, drafts);
    }

    private long count(Filter filter) {
        return Await.of(index.count(ACME, filter));
    }

    /** Of length 1, with this cosine to the first axis and any direction else. */
    private static float[] near(Random random, double cosine) {
        float[] vector = Vectors.random(random, Vectors.DIMENSIONS);
        double rest = Math.sqrt(1 - vector[0] * vector[0]);
        for (int i = 1; i < vector.length; i++) {
            vector[i] *= (float) (Math.sqrt(1 - cosine * cosine) / rest);
        }
        vector[0] = (float) cosine;
        return vector;
    }
}
