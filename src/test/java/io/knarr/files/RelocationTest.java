package io.knarr.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.context.Level;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.Caller;
import io.knarr.index.Entry;
import io.knarr.index.Filter;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.testing.Entries;
import io.knarr.testing.RiggedStorage;
import io.knarr.uri.VikingUri;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelocationTest {
    private final Vertx vertx = Vertx.vertx();
    private final RiggedStorage storage = new RiggedStorage(vertx);
    private final Relocation relocation = new Relocation(storage);

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    @Test
    void movesAFileWithItsEntry() {
        put("notes.md", "notes");
        index("notes.md");

        move("notes.md", "archive/old.md");

        assertThat(storage.below("viking://resources")).containsExactly("archive/", "archive/old.md");
        assertThat(indexed()).containsExactly("archive/old.md");
        assertThat(storage.asked())
                .containsExactlyInAnyOrder(
                        "Embedding viking://resources/notes.md",
                        "Embedding viking://resources/archive/old.md",
                        "Semantic viking://resources",
                        "Semantic viking://resources/archive");
    }

    @Test
    void overwritesAFile() {
        put("a.md", "new");
        put("b.md", "old");
        index("a.md", "b.md");

        move("a.md", "b.md");

        assertThat(storage.below("viking://resources")).containsExactly("b.md");
        assertThat(storage.text("viking://resources/b.md")).isEqualTo("new");
        assertThat(indexed()).containsExactly("b.md");
    }

    @Test
    void keepsTheEntryOfATargetWhoseSourceHasNoneUntilItIsIndexed() {
        put("a.md", "new");
        put("b.md", "old");
        index("b.md");

        move("a.md", "b.md");

        assertThat(storage.asked()).contains("Embedding viking://resources/b.md");
    }

    @Test
    void movesADirectoryWithAllItHolds() {
        put("d/.abstract.md", "About d.");
        put("d/x.md", "x");
        put("d/e/y.md", "y");
        index("d/x.md", "d/e/y.md");

        move("d", "new/place");

        assertThat(storage.below("viking://resources/new/place"))
                .containsExactly(".abstract.md", "e/", "e/y.md", "x.md");
        assertThat(storage.isThere("viking://resources/d")).isFalse();
        assertThat(indexed()).containsExactly("new/place/e/y.md", "new/place/x.md");
        assertThat(storage.asked()).contains("Embedding viking://resources/new/place", "Semantic viking://resources");
    }

    @Test
    void mergesIntoADirectoryThatIsThere() {
        put("from/.abstract.md", "of from");
        put("from/a.md", "new");
        put("from/sub/.overview.md", "of from/sub");
        put("from/sub/b.md", "b");
        put("from/whole/.abstract.md", "of from/whole");
        put("from/whole/c.md", "c");
        put("to/.abstract.md", "of to");
        put("to/a.md", "old");
        put("to/kept.md", "kept");
        put("to/sub/kept.md", "kept");

        move("from", "to");

        assertThat(storage.below("viking://resources"))
                .containsExactly(
                        "to/",
                        "to/.abstract.md",
                        "to/a.md",
                        "to/kept.md",
                        "to/sub/",
                        "to/sub/b.md",
                        "to/sub/kept.md",
                        "to/whole/",
                        "to/whole/.abstract.md",
                        "to/whole/c.md");
        assertThat(storage.text("viking://resources/to/a.md")).isEqualTo("new");
        assertThat(storage.text("viking://resources/to/.abstract.md")).isEqualTo("of to");
        assertThat(storage.asked())
                .contains(
                        "Semantic viking://resources/to",
                        "Semantic viking://resources/to/sub",
                        "Semantic viking://resources")
                .doesNotContain("Semantic viking://resources/to/whole");
    }

    @Test
    void changesNothingWhenSomethingInTheWayIsOfTheOtherKind() {
        put("from/a.md", "a");
        put("from/x/y.md", "y");
        put("to/x", "a file");
        List<String> before = storage.below("viking://resources");

        Fault fault = refused("from", "to");

        assertThat(fault.code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(storage.below("viking://resources")).isEqualTo(before);
        assertThat(storage.asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"a.md, d", "d, a.md", "d, d/e/f", "d/e, d", "a.md, a.md/b"})
    void refusesWhatHasNoMeaning(String from, String to) {
        put("a.md", "a");
        put("d/e/d/x.md", "x");
        List<String> before = storage.below("viking://resources");

        Fault fault = refused(from, to);

        assertThat(fault.code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(fault.details())
                .containsEntry("from_uri", "viking://resources/" + from)
                .containsEntry("to_uri", "viking://resources/" + to);
        assertThat(storage.below("viking://resources")).isEqualTo(before);
    }

    @Test
    void doesNothingForTheSameAddress() {
        put("d/x.md", "x");

        move("d", "d");

        assertThat(storage.below("viking://resources")).containsExactly("d/", "d/x.md");
        assertThat(storage.asked()).isEmpty();
    }

    @Test
    void isNotFoundWhereNothingIs() {
        Fault fault = refused("none.md", "a.md");

        assertThat(fault.code()).isEqualTo(Code.NOT_FOUND);
        assertThat(fault.details()).containsEntry("type", "resource");
    }

    @ParameterizedTest
    @CsvSource({
        "viking://resources, viking://resources/a",
        "viking://user/bob/memories/x.md, viking://resources/x.md",
        "viking://resources/a.md, viking://user/bob/memories/x.md",
        "viking://user/alice, viking://resources/alice",
        "viking://agent/legacy/x.md, viking://resources/x.md",
        "viking://resources/a.md, viking://agent/legacy/x.md"
    })
    void isDeniedWhereTheCallerMayNotDeleteOrWrite(String from, String to) {
        storage.put(from, "x");

        Fault fault = Await.faultOf(relocation.move(Callers.alice(), VikingUri.parse(from), VikingUri.parse(to)));

        assertThat(fault.code()).isEqualTo(Code.PERMISSION_DENIED);
    }

    @Test
    void leavesControlFilesWhereTheyAre() {
        put(".watch_tasks.json", "{}");
        Caller root = Callers.root();
        VikingUri control = VikingUri.of("resources", ".watch_tasks.json");

        assertThat(Await.faultOf(relocation.move(root, control, VikingUri.of("resources", "a.md")))
                        .code())
                .isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(Await.faultOf(relocation.move(root, VikingUri.of("resources", "a.md"), control))
                        .code())
                .isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void freesBothPathsAfterwards() {
        put("a.md", "a");

        move("a.md", "b.md");
        assertThat(refused("a.md", "b.md").code()).isEqualTo(Code.NOT_FOUND);

        for (String name : List.of("a.md", "b.md")) {
            assertThat(Await.of(storage.leases().isLeased(Callers.ACME, VikingUri.of("resources", name))))
                    .isFalse();
        }
    }

    @Test
    void summarisesNoContainers() {
        storage.put("viking://user/bob/persona.md", "x");
        Await.of(relocation.move(Callers.root(), VikingUri.of("user", "bob"), VikingUri.of("user", "carol")));

        assertThat(storage.asked()).containsExactly("Embedding viking://user/bob", "Embedding viking://user/carol");
    }

    private void put(String path, String content) {
        storage.put("viking://resources/" + path, content);
    }

    private void index(String... paths) {
        for (String path : paths) {
            Entry entry = Entries.bare("viking://resources/" + path, Level.CONTENT);
            Await.of(storage.index().upsert(Callers.ACME, List.of(entry)));
        }
    }

    private List<String> indexed() {
        VikingUri root = VikingUri.of("resources");
        return Await.of(storage.index().scan(Callers.ACME, Filter.all(), Optional.empty(), 100)).entries().stream()
                .map(entry -> root.relativize(entry.uri()))
                .toList();
    }

    private void move(String from, String to) {
        VikingUri root = VikingUri.of("resources");
        Await.of(relocation.move(Callers.alice(), root.resolve(from), root.resolve(to)));
    }

    private Fault refused(String from, String to) {
        VikingUri root = VikingUri.of("resources");
        return Await.faultOf(relocation.move(Callers.alice(), root.resolve(from), root.resolve(to)));
    }
}
