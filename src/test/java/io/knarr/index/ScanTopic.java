package io.knarr.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.context.Level;
import io.knarr.fault.Code;
import io.knarr.testing.Await;
import io.knarr.uri.VikingUri;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading everything in order, page by page. */
abstract class ScanTopic extends IndexTopic {
    ScanTopic(IndexOpener opener) {
        super(opener);
    }

    @Test
    void ordersByAddressThenLevel() {
        put(
                EntryDraft.at("resources/a-b"),
                EntryDraft.at("resources/a/b"),
                EntryDraft.at("resources/a").level(Level.OVERVIEW),
                EntryDraft.at("resources/a").level(Level.ABSTRACT),
                EntryDraft.at("resources/\u0001control"),
                EntryDraft.at("resources/\uFF21 full width"),
                EntryDraft.at("resources/🦉"),
                EntryDraft.at("resources"),
                EntryDraft.at("agent/z"));

        List<Entry> all = all(Filter.all());

        assertThat(all).isSortedAccordingTo((a, b) -> a.key().compareTo(b.key()));
        assertThat(pathsOf(all).subList(0, 7))
                .containsExactly(
                        "agent/z",
                        "resources",
                        "resources/\u0001control",
                        "resources/a",
                        "resources/a",
                        "resources/a/b",
                        "resources/a-b");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 25, 26})
    void readsEverythingOnceInPagesOfAnySize(int size) {
        for (int i = 0; i < 25; i++) {
            put(EntryDraft.at("resources/" + i % 3 + "/" + i));
        }

        assertThat(inPages(Filter.all(), size, () -> {})).isEqualTo(pathsOf(all(Filter.all())));
    }

    @Test
    void neitherRepeatsNorSkipsWhileEntriesAreAdded() {
        List<String> old = new ArrayList<>();
        for (int i = 10; i < 40; i++) {
            put(EntryDraft.at("resources/" + i));
            old.add("resources/" + i);
        }
        int[] added = {0};

        List<String> read = inPages(Filter.all(), 4, () -> {
            int next = added[0]++;
            put(EntryDraft.at("resources/1" + next + "-added"), EntryDraft.at("resources/9-added" + next));
        });

        assertThat(read).doesNotHaveDuplicates().isSorted().containsAll(old);
    }

    @Test
    void goesOnAfterAnEntryThatIsGone() {
        for (int i = 0; i < 5; i++) {
            put(EntryDraft.at("resources/" + i));
        }
        VectorIndex.Page first = page(Filter.all(), Optional.empty(), 2);
        assertThat(Await.of(index().delete(ACME, Filter.exactly(VikingUri.of("resources", "1")))))
                .isEqualTo(1);

        assertThat(pathsOf(page(Filter.all(), first.cursor(), 2).entries()))
                .containsExactly("resources/2", "resources/3");
    }

    @Test
    void readsOnlyWhatTheFilterLeaves() {
        for (int i = 0; i < 30; i++) {
            put(EntryDraft.at((i % 3 == 0 ? "user/u/" : "resources/") + i));
        }

        assertThat(inPages(Filter.under(VikingUri.of("user")), 3, () -> {}))
                .hasSize(10)
                .allMatch(path -> path.startsWith("user/"));
    }

    @Test
    void keepsOddAddresses() {
        String longName = "ä".repeat(125);
        List<String> odd = List.of(
                "resources/100%",
                "resources/a b  c",
                "resources/a%20b",
                "resources/name?query=1&x=#y",
                "resources/ナイーブ",
                "resources/" + longName,
                "resources/" + ("x".repeat(250) + "/").repeat(12) + "end",
                "resources/é",
                "resources/é".replace("é", "e\u0301"),
                "resources/🦉/🦉");
        for (String path : odd) {
            put(EntryDraft.at(path));
        }

        assertThat(inPages(Filter.all(), 1, () -> {})).containsExactlyInAnyOrderElementsOf(odd);
        for (String path : odd) {
            assertThat(pathsOf(all(Filter.exactly(VikingUri.ROOT.resolve(path)))))
                    .containsExactly(path);
        }
        assertThat(paths(nearest(Vectors.axis(0), Filter.all(), 20))).containsExactlyInAnyOrderElementsOf(odd);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "9/resources/a", "🦉"})
    void refusesACursorThatIsNone(String cursor) {
        put(EntryDraft.at("resources/a"));

        assertThat(Await.faultOf(index().scan(ACME, Filter.all(), Optional.of(cursor), 10))
                        .code())
                .isEqualTo(Code.INVALID_ARGUMENT);
    }

    private List<String> inPages(Filter filter, int size, Runnable between) {
        List<String> read = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            VectorIndex.Page page = page(filter, cursor, size);
            assertThat(page.entries().size()).isLessThanOrEqualTo(size);
            read.addAll(pathsOf(page.entries()));
            cursor = page.cursor();
            between.run();
        } while (cursor.isPresent());
        return read;
    }

    private VectorIndex.Page page(Filter filter, Optional<String> cursor, int size) {
        return Await.of(index().scan(ACME, filter, cursor, size));
    }
}
