package io.knarr.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.context.Level;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.index.VectorIndex.TagMode;
import io.knarr.testing.Await;
import io.knarr.uri.VikingUri;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Adding, replacing, tagging, deleting. */
abstract class WritingTopic extends IndexTopic {
    WritingTopic(IndexOpener opener) {
        super(opener);
    }

    @Test
    void seesAnEntryAtOnceAndWhole() {
        Entry entry = EntryDraft.at("user/alice/memories/a.md")
                .summary("Alice prefers tea.\nAnd \"quotes\" ☕")
                .tags("team=core", "x=y")
                .created("2026-02-03T04:05:06.789Z")
                .updated("2026-03-04T05:06:07.891Z")
                .used(1L << 40)
                .made();

        put(entry);

        assertThat(nearest(Vectors.axis(0), Filter.all(), 10))
                .extracting(Match::entry)
                .containsExactly(entry.bare());
        assertThat(matching("everywhere", Filter.all(), 10))
                .extracting(Match::entry)
                .containsExactly(entry.bare());
        assertThat(all(Filter.all())).containsExactly(entry.bare());
        assertThat(count(Filter.all())).isEqualTo(1);
    }

    @Test
    void seesEachOfManyWritesAtOnce() {
        for (int i = 1; i <= 50; i++) {
            put(EntryDraft.at("resources/" + i));
            assertThat(count(Filter.all())).isEqualTo(i);
        }
    }

    @Test
    void replacesTheEntryOfTheSameAddressAndLevel() {
        put(EntryDraft.at("resources/a").words("old words").vectors(Vectors.axis(0), Vectors.axis(1)));

        put(EntryDraft.at("resources/a").summary("new").words("fresh").vectors(Vectors.axis(2)));

        assertThat(all(Filter.all())).extracting(Entry::summary).containsExactly("new");
        assertThat(matching("old", Filter.all(), 10)).isEmpty();
        assertThat(matching("fresh", Filter.all(), 10)).hasSize(1);
        assertThat(nearest(Vectors.axis(1), Filter.all(), 10).getFirst().score())
                .isLessThan(0.01);
    }

    @Test
    void keepsTheLevelsOfOneAddressApart() {
        put(
                EntryDraft.at("resources/a").level(Level.OVERVIEW).summary("one"),
                EntryDraft.at("resources/a").level(Level.ABSTRACT).summary("zero"));

        assertThat(all(Filter.all())).extracting(Entry::summary).containsExactly("zero", "one");
    }

    @Test
    void takesTheLastOfEqualEntriesInOneCall() {
        put(
                EntryDraft.at("resources/a").summary("first"),
                EntryDraft.at("resources/a").summary("last"));

        assertThat(all(Filter.all())).extracting(Entry::summary).containsExactly("last");
    }

    @Test
    void keepsTheWordsWhenAnUpdateHasNone() {
        put(EntryDraft.at("resources/a").words("remarkable"));

        put(EntryDraft.at("resources/a").summary("new").words(""));
        put(EntryDraft.at("resources/b").words(""));

        assertThat(matching("remarkable", Filter.all(), 10))
                .extracting(match -> match.entry().summary())
                .containsExactly("new");
    }

    @Test
    void keepsTheWordsThatTheSameCallBrought() {
        put(
                EntryDraft.at("resources/a").words("remarkable"),
                EntryDraft.at("resources/a").words(""));

        assertThat(matching("remarkable", Filter.all(), 10)).hasSize(1);
    }

    @Test
    void takesAnEntryWithoutVectors() {
        put(EntryDraft.at("resources/a").vectors());

        assertThat(nearest(Vectors.axis(0), Filter.all(), 10)).isEmpty();
        assertThat(matching("everywhere", Filter.all(), 10)).hasSize(1);
        assertThat(count(Filter.all())).isEqualTo(1);
    }

    @Test
    void refusesVectorsThatAreNotOfTheModel() {
        Entry shorter = EntryDraft.at("resources/a").vectors(new float[] {1}).made();
        Entry longer = EntryDraft.at("resources/b")
                .vectors(new float[] {0, 3, 0, 0, 0, 0, 0, 0})
                .made();

        assertThat(Await.faultOf(index().upsert(ACME, List.of(shorter))).code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(Await.faultOf(index().upsert(ACME, List.of(longer))).code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(count(Filter.all())).isZero();
    }

    @Test
    void replacesTags() {
        put(EntryDraft.at("resources/a").tags("team=core", "x=1"), EntryDraft.at("user/b"));

        long changed = Await.of(index().retag(ACME, under("resources"), List.of("team=web"), TagMode.REPLACE));

        assertThat(changed).isEqualTo(1);
        assertThat(all(Filter.tags(List.of("team=web"))))
                .extracting(Entry::tags)
                .containsExactly(List.of("team=web"));
        assertThat(count(Filter.tags(List.of("team=core")))).isZero();
        assertThat(Await.of(index().count(DECOY, Filter.tags(List.of("team=core")))))
                .isEqualTo(1);
    }

    @Test
    void clearsTags() {
        put(EntryDraft.at("resources/a").tags("team=core"));

        assertThat(Await.of(index().retag(ACME, Filter.all(), List.of(), TagMode.REPLACE)))
                .isEqualTo(1);

        assertThat(all(Filter.all())).extracting(Entry::tags).containsExactly(List.of());
    }

    @Test
    void appendsTagsByKey() {
        put(EntryDraft.at("resources/a").tags("team=core", "x=1"), EntryDraft.at("resources/b"));

        long changed = Await.of(index().retag(ACME, Filter.all(), List.of("team=web", "y=2"), TagMode.APPEND));

        assertThat(changed).isEqualTo(2);
        assertThat(all(Filter.all()))
                .extracting(Entry::tags)
                .containsExactly(List.of("team=web", "x=1", "y=2"), List.of("team=web", "y=2"));
    }

    @Test
    void keepsVectorsAndWordsWhenTagsChange() {
        put(EntryDraft.at("resources/a").words("remarkable").vectors(Vectors.axis(3), Vectors.axis(4)));

        assertThat(Await.of(index().retag(ACME, Filter.all(), List.of("a=b"), TagMode.REPLACE)))
                .isEqualTo(1);

        assertThat(matching("remarkable", Filter.all(), 10)).hasSize(1);
        for (int axis = 3; axis <= 4; axis++) {
            assertThat(nearest(Vectors.axis(axis), Filter.all(), 10).getFirst().score())
                    .isGreaterThan(0.999);
        }
    }

    @Test
    void deletesByFilter() {
        put(
                EntryDraft.at("resources/a").tags("team=core"),
                EntryDraft.at("resources/b").vectors(Vectors.axis(0), Vectors.axis(1)),
                EntryDraft.at("user/c"));

        assertThat(Await.of(index().delete(ACME, under("resources")))).isEqualTo(2);

        assertThat(pathsOf(all(Filter.all()))).containsExactly("user/c");
        assertThat(paths(nearest(Vectors.axis(1), Filter.all(), 10))).containsExactly("user/c");
        assertThat(Await.of(index().delete(ACME, under("resources")))).isZero();
        assertThat(decoys()).isEqualTo(3);
    }

    @Test
    void deletesEverythingOfOneAccountOnly() {
        put(EntryDraft.at("resources/a"), EntryDraft.at("user/b"));

        assertThat(Await.of(index().delete(ACME, Filter.all()))).isEqualTo(2);

        assertThat(count(Filter.all())).isZero();
        assertThat(decoys()).isEqualTo(2);
    }

    @Test
    void addsAgainWhatWasDeleted() {
        put(EntryDraft.at("resources/a"));
        assertThat(Await.of(index().delete(ACME, Filter.all()))).isEqualTo(1);

        put(EntryDraft.at("resources/a"));

        assertThat(count(Filter.all())).isEqualTo(1);
    }

    @Test
    void saysWhatAnEntryThatCannotBeKeptLacks() {
        Fault fault = Await.faultOf(
                index().nearest(ACME, new float[] {1, 0}, Filter.all(), 10, io.knarr.fault.Deadline.none()));

        assertThat(fault.code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(fault.getMessage()).contains("8 dimensions").contains("2");
    }

    private static Filter under(String scope) {
        return Filter.under(VikingUri.of(scope));
    }
}
