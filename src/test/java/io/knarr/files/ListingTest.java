package io.knarr.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.Caller;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.testing.DirectPool;
import io.knarr.testing.RiggedStorage;
import io.knarr.uri.VikingUri;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListingTest {
    private static final Caller ALICE = Callers.alice();

    private final Vertx vertx = Vertx.vertx();
    private final RiggedStorage storage = new RiggedStorage(vertx);
    private final Listing listing = new Listing(storage.tree(), new Details(storage), new DirectPool());

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    @Test
    void putsDirectoriesFirstAndNamesRegardlessOfCase() {
        put("b.md", "A.md", "a.md", "c.md", "z/x.md", "Y/x.md", "y/x.md");

        assertThat(paths("viking://resources", depth(1)))
                .containsExactly("Y", "y", "z", "A.md", "a.md", "b.md", "c.md");
    }

    @Test
    void turnsTheOrderAroundWithinDirectoriesAndFiles() {
        put("a.md", "b.md", "x/1.md", "y/1.md");
        ListRequest request = new ListRequest(1, false, ListRequest.BY_NAME.reversed(), 0, 100, 0);

        assertThat(paths("viking://resources", request)).containsExactly("y", "x", "b.md", "a.md");
    }

    @Test
    void sortsByTime() {
        for (String name : List.of("c.md", "a.md", "b.md")) {
            put(name);
            storage.clock().advance(Duration.ofSeconds(1));
        }
        Comparator<Listed> byTime = ListRequest.BY_TIME;

        assertThat(paths("viking://resources", new ListRequest(1, false, byTime, 0, 100, 0)))
                .containsExactly("c.md", "a.md", "b.md");
        assertThat(paths("viking://resources", new ListRequest(1, false, byTime.reversed(), 0, 1, 0)))
                .containsExactly("b.md");
    }

    @Test
    void walksEachDirectoryBeforeWhatComesAfterIt() {
        put("b.md", "a/2.md", "a/1/x.md", "c/3.md");

        assertThat(paths("viking://resources", depth(3)))
                .containsExactly("a", "a/1", "a/1/x.md", "a/2.md", "c", "c/3.md", "b.md");
    }

    @ParameterizedTest
    @CsvSource({"0, ''", "1, a", "2, a a/b", "3, a a/b a/b/c", "9, a a/b a/b/c a/b/c/d.md"})
    void goesAsDeepAsAsked(int depth, String expected) {
        put("a/b/c/d.md");

        assertThat(String.join(" ", paths("viking://resources", depth(depth)))).isEqualTo(expected);
    }

    @Test
    void hidesFilesThatStartWithADotButNotDirectories() {
        put(".abstract.md", ".hidden/x.md", "a.md");

        assertThat(paths("viking://resources", depth(1))).containsExactly(".hidden", "a.md");
        assertThat(paths("viking://resources", all(1))).containsExactly(".hidden", ".abstract.md", "a.md");
    }

    @ParameterizedTest
    @ValueSource(strings = {".path.ovlock", ".redirect.json", ".sync_log.json", ".exact.ovlock.a.md.12ab34cd"})
    void neverListsWhatTheStoreKeepsForItself(String name) {
        put(name, "a.md");

        assertThat(paths("viking://resources", all(1))).containsExactly("a.md");
    }

    @Test
    void showsControlFilesToRootAlone() {
        put(".watch_tasks.json");

        assertThat(paths("viking://resources", all(1))).isEmpty();
        assertThat(paths(Callers.root(), "viking://resources", all(1))).containsExactly(".watch_tasks.json");
    }

    @Test
    void countsVisibleEntriesOnly() {
        put(".abstract.md", ".overview.md", "a/x.md", "b.md", "c.md", "d.md");

        assertThat(paths("viking://resources", new ListRequest(3, false, ListRequest.BY_NAME, 0, 3, 0)))
                .containsExactly("a", "a/x.md", "b.md");
        assertThat(paths("viking://resources", new ListRequest(3, false, ListRequest.BY_NAME, 1, 3, 0)))
                .containsExactly("a/x.md", "b.md", "c.md");
        assertThat(paths("viking://resources", new ListRequest(3, false, ListRequest.BY_NAME, 9, 3, 0)))
                .isEmpty();
        assertThat(paths(
                        "viking://resources",
                        new ListRequest(3, false, ListRequest.BY_NAME, Integer.MAX_VALUE, Integer.MAX_VALUE, 0)))
                .isEmpty();
        assertThat(paths("viking://resources", new ListRequest(3, false, ListRequest.BY_NAME, 0, 0, 0)))
                .isEmpty();
    }

    @Test
    void listsAtTheRootOnlyWhatCallersMayName() {
        storage.put("viking://resources/a.md", "a");
        storage.put("viking://user/alice/a.md", "a");
        storage.put("viking://_system/queue", "a");
        storage.put("viking://temp/alice/x", "a");
        storage.put("viking://tasks/x", "a");

        assertThat(paths("viking://", depth(1))).containsExactly("resources", "user");
        assertThat(paths(Callers.root(), "viking://", all(1))).containsExactly("resources", "user");
    }

    @Test
    void showsUsersOnlyThemselves() {
        storage.put("viking://user/alice/memories/a.md", "a");
        storage.put("viking://user/bob/memories/b.md", "b");

        assertThat(paths("viking://user", depth(3))).containsExactly("alice", "alice/memories", "alice/memories/a.md");
        assertThat(paths(Callers.root(), "viking://user", depth(1))).containsExactly("alice", "bob");
        assertThat(paths("viking://", depth(5))).noneMatch(path -> path.contains("bob"));
    }

    @Test
    void leavesOtherPeersOutOfAPeerView() {
        storage.put("viking://user/alice/peers/p1/memories/a.md", "a");
        storage.put("viking://user/alice/peers/p2/memories/b.md", "b");

        assertThat(paths(Callers.withPeer(ALICE, "p1"), "viking://user/alice", depth(9)))
                .containsExactly("peers", "peers/p1", "peers/p1/memories", "peers/p1/memories/a.md");
    }

    @ParameterizedTest
    @ValueSource(strings = {"viking://resources", "viking://user", "viking://agent", "viking://user/alice/sessions"})
    void isEmptyWhereNothingIsYet(String uri) {
        assertThat(paths(uri, depth(3))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"viking://resources/none", "viking://resources/a.md", "viking://user/alice/memories"})
    void isNotFoundForWhatIsNoDirectory(String uri) {
        put("a.md");

        Fault fault = Await.faultOf(listing.list(ALICE, VikingUri.parse(uri), depth(1)));

        assertThat(fault.code()).isEqualTo(Code.NOT_FOUND);
        assertThat(fault.details()).containsEntry("type", "directory").containsEntry("resource", uri);
    }

    @Test
    void isDeniedForOthers() {
        storage.put("viking://user/bob/memories/b.md", "b");

        Fault fault = Await.faultOf(listing.list(ALICE, VikingUri.parse("viking://user/bob"), depth(1)));

        assertThat(fault.code()).isEqualTo(Code.PERMISSION_DENIED);
    }

    @Test
    void tellsTheAbstractsOfDirectories() {
        storage.put("viking://resources/plain/.abstract.md", "Just a body.\n");
        storage.put(
                "viking://resources/made/.abstract.md",
                "---\ndirectory: viking://resources/made/\n---\n\nEverything about refunds.\n");
        storage.put("viking://resources/bare/x.md", "x");
        put("a.md");

        assertThat(summaries(100))
                .containsExactly(
                        "# viking://resources/bare [Directory abstract is not ready]",
                        "Everything about refunds.",
                        "Just a body.",
                        "");
        assertThat(summaries(12)).contains("Everythin...", "Just a body.");
        assertThat(summaries(2)).contains("...");
        assertThat(summaries(-5)).contains("...");
    }

    @Test
    void cutsAbstractsBetweenCharacters() {
        storage.put("viking://resources/d/.abstract.md", "😀😀😀😀😀😀");

        assertThat(summaries(6)).containsExactly("😀😀😀😀😀😀");
        assertThat(summaries(5)).containsExactly("😀😀...");
    }

    @Test
    void readsNoAbstractsUnlessAsked() {
        put("a/x.md");

        assertThat(Await.of(listing.list(ALICE, VikingUri.of("resources"), depth(1))))
                .extracting(Listed::summary)
                .containsExactly(Optional.empty());
    }

    @Test
    void listsVeryManyDirectories() {
        for (int i = 0; i < 5_000; i++) {
            storage.makeDirectory("viking://resources/d" + i);
        }

        assertThat(paths("viking://resources", new ListRequest(3, false, ListRequest.BY_NAME, 0, 100_000, 0)))
                .hasSize(5_000);
    }

    private void put(String... paths) {
        for (String path : paths) {
            storage.put("viking://resources/" + path, "x");
        }
    }

    private static ListRequest depth(int depth) {
        return new ListRequest(depth, false, ListRequest.BY_NAME, 0, 1000, 0);
    }

    private static ListRequest all(int depth) {
        return new ListRequest(depth, true, ListRequest.BY_NAME, 0, 1000, 0);
    }

    private List<String> summaries(int maxChars) {
        ListRequest request = new ListRequest(1, false, ListRequest.BY_NAME, 0, 1000, maxChars);
        return Await.of(listing.list(ALICE, VikingUri.of("resources"), request)).stream()
                .map(entry -> entry.summary().orElseThrow())
                .toList();
    }

    private List<String> paths(String uri, ListRequest request) {
        return paths(ALICE, uri, request);
    }

    private List<String> paths(Caller caller, String uri, ListRequest request) {
        return Await.of(listing.list(caller, VikingUri.parse(uri), request)).stream()
                .map(Listed::relativePath)
                .toList();
    }
}
