package io.knarr.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.context.ContextType;
import io.knarr.context.Level;
import io.knarr.fault.Code;
import io.knarr.testing.Await;
import io.knarr.uri.VikingUri;
import org.junit.jupiter.api.Test;

/** Giving entries another address. */
abstract class RelocatingTopic extends IndexTopic {
    RelocatingTopic(IndexOpener opener) {
        super(opener);
    }

    @Test
    void movesASubtreeAndNothingBesideIt() {
        put(
                EntryDraft.at("resources/a/b").level(Level.ABSTRACT),
                EntryDraft.at("resources/a/b/x.md").words("remarkable").vectors(Vectors.axis(3), Vectors.axis(4)),
                EntryDraft.at("resources/a/b/deep/er/y.md"),
                EntryDraft.at("resources/a/bc/z.md"),
                EntryDraft.at("resources/a/b.md"));

        assertThat(move("resources/a/b", "resources/moved/to")).isEqualTo(3);

        assertThat(pathsOf(all(Filter.all())))
                .containsExactly(
                        "resources/a/b.md",
                        "resources/a/bc/z.md",
                        "resources/moved/to",
                        "resources/moved/to/deep/er/y.md",
                        "resources/moved/to/x.md");
        assertThat(paths(matching("remarkable", under("resources/moved"), 10)))
                .containsExactly("resources/moved/to/x.md");
        assertThat(paths(nearest(Vectors.axis(4), under("resources/moved/to"), 1)))
                .containsExactly("resources/moved/to/x.md");
        assertThat(count(under("resources/a/b"))).isZero();
        assertThat(Await.of(index().count(DECOY, under("resources/a/b")))).isEqualTo(3);
    }

    @Test
    void givesMovedEntriesTheirNewNamesAndTypes() {
        put(EntryDraft.at("resources/a.md").tags("k=v").used(3));

        assertThat(move("resources/a.md", "user/alice/memories/b.md")).isEqualTo(1);

        Entry moved = all(Filter.all()).getFirst();
        assertThat(moved.name()).isEqualTo("b.md");
        assertThat(moved.type()).isEqualTo(ContextType.MEMORY);
        assertThat(moved.tags()).containsExactly("k=v");
        assertThat(moved.activeCount()).isEqualTo(3);
        assertThat(count(new Filter.Prefix(Field.NAME, "b."))).isEqualTo(1);
    }

    @Test
    void findsMovedContentByItsNewNameAndNotByTheOld() {
        put(EntryDraft.at("resources/harbour_rules/first-draft.md").words("tide"));

        assertThat(paths(matching("harbour draft", Filter.all(), 10))).hasSize(1);
        assertThat(move("resources/harbour_rules/first-draft.md", "resources/port_guide/last-version.md"))
                .isEqualTo(1);

        assertThat(paths(matching("harbour draft", Filter.all(), 10))).isEmpty();
        assertThat(paths(matching("port version", Filter.all(), 10)))
                .containsExactly("resources/port_guide/last-version.md");
        assertThat(paths(matching("tide", Filter.all(), 10))).hasSize(1);
    }

    @Test
    void replacesWhatIsAtTheTarget() {
        put(
                EntryDraft.at("resources/from/a").summary("mover"),
                EntryDraft.at("resources/to/a").summary("old"),
                EntryDraft.at("resources/to/b").summary("stays"));

        assertThat(move("resources/from", "resources/to")).isEqualTo(1);

        assertThat(all(Filter.all())).extracting(Entry::summary).containsExactly("mover", "stays");
    }

    @Test
    void movesUpThoughTheNamesRepeat() {
        put(
                EntryDraft.at("resources/b").summary("b"),
                EntryDraft.at("resources/b/b").summary("b/b"),
                EntryDraft.at("resources/b/b/c").summary("b/b/c"),
                EntryDraft.at("resources/b/c").summary("b/c"));

        assertThat(move("resources/b", "resources")).isEqualTo(4);

        assertThat(pathsOf(all(Filter.all())))
                .containsExactly("resources", "resources/b", "resources/b/c", "resources/c");
        assertThat(all(Filter.all())).extracting(Entry::summary).containsExactly("b", "b/b", "b/b/c", "b/c");
    }

    @Test
    void movesMoreThanOneBatch() {
        for (int i = 0; i < 5; i++) {
            EntryDraft[] drafts = new EntryDraft[100];
            for (int j = 0; j < drafts.length; j++) {
                drafts[j] = EntryDraft.at("resources/many/" + i + "/" + j);
            }
            put(drafts);
        }

        assertThat(move("resources/many", "resources/more")).isEqualTo(500);

        assertThat(count(under("resources/more"))).isEqualTo(500);
        assertThat(count(Filter.all())).isEqualTo(500);
    }

    @Test
    void refusesToMoveIntoItself() {
        put(EntryDraft.at("resources/a"));
        VikingUri from = VikingUri.of("resources");

        assertThat(Await.faultOf(index().move(ACME, from, from.child("b"))).code())
                .isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(Await.faultOf(index().copy(ACME, from, from.child("b"))).code())
                .isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void copiesASubtreeWithItsVectorsWordsAndTags() {
        put(
                EntryDraft.at("resources/a/b").level(Level.ABSTRACT),
                EntryDraft.at("resources/a/b/x.md")
                        .words("remarkable")
                        .tags("k=v")
                        .vectors(Vectors.axis(3), Vectors.axis(4)),
                EntryDraft.at("resources/a/bc.md"),
                EntryDraft.at("resources/to/x.md").summary("old"));

        assertThat(copy("resources/a/b", "resources/to")).isEqualTo(2);
        assertThat(copy("resources/a/b", "resources/to")).isEqualTo(2);

        assertThat(pathsOf(all(Filter.all())))
                .containsExactly(
                        "resources/a/b",
                        "resources/a/b/x.md",
                        "resources/a/bc.md",
                        "resources/to",
                        "resources/to/x.md");
        assertThat(all(under("resources/to/x.md"))).singleElement().satisfies(entry -> {
            assertThat(entry.tags()).containsExactly("k=v");
            assertThat(entry.name()).isEqualTo("x.md");
        });
        assertThat(paths(matching("remarkable", Filter.all(), 10)))
                .containsExactlyInAnyOrder("resources/a/b/x.md", "resources/to/x.md");
        assertThat(paths(nearest(Vectors.axis(4), under("resources/to"), 1))).containsExactly("resources/to/x.md");
        assertThat(Await.of(index().count(DECOY, under("resources/a")))).isEqualTo(3);
    }

    @Test
    void movesToWhereItIs() {
        put(EntryDraft.at("resources/a").words("remarkable"));

        assertThat(move("resources/a", "resources/a")).isEqualTo(1);

        assertThat(matching("remarkable", Filter.all(), 10)).hasSize(1);
    }

    @Test
    void repeatsAMoveWithoutEffect() {
        put(EntryDraft.at("resources/a/x"));

        assertThat(move("resources/a", "resources/b")).isEqualTo(1);
        assertThat(move("resources/a", "resources/b")).isZero();

        assertThat(pathsOf(all(Filter.all()))).containsExactly("resources/b/x");
    }

    private long move(String from, String to) {
        return Await.of(index().move(ACME, VikingUri.ROOT.resolve(from), VikingUri.ROOT.resolve(to)));
    }

    private long copy(String from, String to) {
        return Await.of(index().copy(ACME, VikingUri.ROOT.resolve(from), VikingUri.ROOT.resolve(to)));
    }

    private static Filter under(String path) {
        return Filter.under(VikingUri.ROOT.resolve(path));
    }
}
