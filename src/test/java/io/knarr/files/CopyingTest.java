package io.knarr.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.context.Level;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.Caller;
import io.knarr.index.Entry;
import io.knarr.index.Filter;
import io.knarr.storage.FollowUps;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.testing.Entries;
import io.knarr.testing.RiggedStorage;
import io.knarr.tree.PathLeases.Claim;
import io.knarr.tree.PathLeases.Lease;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CopyingTest {
    private static final String ROOT = "viking://resources/";

    private final Vertx vertx = Vertx.vertx();
    private final RiggedStorage storage = new RiggedStorage(vertx);
    private final Copying copying = new Copying(storage, () -> "name");

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    private void put(String path, String content) {
        storage.put(ROOT + path, content);
        Entry entry = Entries.bare(ROOT + path, Level.CONTENT).withTags(List.of("of=" + path));
        Await.of(storage.index().upsert(Callers.ACME, List.of(entry)));
    }

    private void copy(Caller caller, String from, String to) {
        Await.of(copying.copy(caller, VikingUri.parse(ROOT + from), VikingUri.parse(ROOT + to), true));
    }

    private Fault refused(Caller caller, String from, String to) {
        return Await.faultOf(copying.copy(caller, VikingUri.parse(from), VikingUri.parse(to), true));
    }

    private List<String> indexed() {
        return Await.of(storage.index().scan(Callers.ACME, Filter.all(), Optional.empty(), 100)).entries().stream()
                .map(entry -> entry.uri().toString().substring(ROOT.length()) + " " + entry.tags())
                .toList();
    }

    @Test
    void copiesADirectoryWithAllItHolds() {
        put("d/x.md", "x");
        put("d/e/y.md", "y");
        storage.put(ROOT + "d/.abstract.md", "About d.");

        copy(Callers.alice(), "d", "new/place");

        assertThat(storage.below("viking://resources"))
                .containsExactly(
                        "d/",
                        "d/.abstract.md",
                        "d/e/",
                        "d/e/y.md",
                        "d/x.md",
                        "new/",
                        "new/place/",
                        "new/place/.abstract.md",
                        "new/place/e/",
                        "new/place/e/y.md",
                        "new/place/x.md");
        assertThat(indexed())
                .containsExactly(
                        "d/e/y.md [of=d/e/y.md]",
                        "d/x.md [of=d/x.md]",
                        "new/place/e/y.md [of=d/e/y.md]",
                        "new/place/x.md [of=d/x.md]");
        assertThat(storage.asked())
                .containsExactly(
                        "Embedding viking://resources/new/place/e/y.md",
                        "Embedding viking://resources/new/place/x.md",
                        "Embedding viking://resources/new/place",
                        "Semantic viking://resources/new");
        assertThat(FollowUps.taggingOf(storage.askedJobs().getFirst().payload()))
                .isEqualTo(new FollowUps.Tagging(List.of("of=d/e/y.md"), "replace"));
    }

    @Test
    void mergesIntoADirectoryThatIsThere() {
        put("from/a.md", "new");
        put("from/whole/c.md", "c");
        put("from/sub/b.md", "b");
        storage.put(ROOT + "from/.abstract.md", "of from");
        put("to/a.md", "old");
        put("to/kept.md", "kept");
        put("to/sub/kept.md", "kept");
        storage.put(ROOT + "to/.abstract.md", "of to");

        copy(Callers.alice(), "from", "to");

        assertThat(storage.below("viking://resources/to"))
                .containsExactly(
                        ".abstract.md", "a.md", "kept.md", "sub/", "sub/b.md", "sub/kept.md", "whole/", "whole/c.md");
        assertThat(storage.text(ROOT + "to/a.md")).isEqualTo("new");
        assertThat(storage.text(ROOT + "to/.abstract.md")).isEqualTo("of to");
        assertThat(storage.text(ROOT + "from/sub/b.md")).isEqualTo("b");
        assertThat(indexed()).contains("to/a.md [of=from/a.md]", "to/kept.md [of=to/kept.md]");
        assertThat(storage.below("viking://temp/alice"))
                .as("nothing is left aside")
                .isEmpty();
        assertThat(storage.asked())
                .contains(
                        "Embedding viking://resources/to",
                        "Semantic viking://resources/to",
                        "Semantic viking://resources/to/sub",
                        "Semantic viking://resources");
    }

    @Test
    void changesNothingWhenAFileWouldTakeThePlaceOfADirectory() {
        put("from/b.md", "b");
        put("from/a/x.md", "x");
        put("to/a", "a file");

        assertThat(refused(Callers.alice(), ROOT + "from", ROOT + "to").code()).isEqualTo(Code.INVALID_ARGUMENT);

        assertThat(storage.below("viking://resources/to")).containsExactly("a");
        assertThat(storage.asked()).isEmpty();
    }

    @Test
    void replacesAFile() {
        put("a.md", "new");
        put("b.md", "old");

        copy(Callers.alice(), "a.md", "b.md");
        copy(Callers.alice(), "a.md", "a.md");

        assertThat(storage.text(ROOT + "b.md")).isEqualTo("new");
        assertThat(indexed()).containsExactly("a.md [of=a.md]", "b.md [of=a.md]");
    }

    @Test
    void changesNothingWhenTheMediumIsFull() {
        put("a.md", "new");
        storage.failChangesWith(new Fault(Code.WRITE_FAILED, "full"));

        assertThat(refused(Callers.alice(), ROOT + "a.md", ROOT + "b.md").code())
                .isEqualTo(Code.WRITE_FAILED);

        assertThat(storage.isThere(ROOT + "b.md")).isFalse();
        assertThat(indexed()).containsExactly("a.md [of=a.md]");
    }

    @Test
    void leavesNothingAsideWhenMergingFails() {
        put("from/a.md", "new");
        put("to/b.md", "old");
        storage.failChangesWith(new Fault(Code.WRITE_FAILED, "full"));

        assertThat(refused(Callers.alice(), ROOT + "from", ROOT + "to").code()).isEqualTo(Code.WRITE_FAILED);

        assertThat(storage.below("viking://")).doesNotContain("temp/alice/copy_name/");
        assertThat(storage.below("viking://resources/to")).containsExactly("b.md");
    }

    @Test
    void waitsForWhoeverChangesTheSource() {
        put("d/x.md", "x");
        Lease lease = Await.of(storage.leases()
                .acquire(Callers.ACME, List.of(Claim.exact(VikingUri.parse(ROOT + "d/x.md"))), Duration.ZERO));

        Future<Void> copied =
                copying.copy(Callers.alice(), VikingUri.parse(ROOT + "d"), VikingUri.parse(ROOT + "e"), true);

        assertThat(copied.isComplete()).isFalse();
        lease.release();
        Await.of(copied);
        assertThat(storage.isThere(ROOT + "e/x.md")).isTrue();
    }

    @Test
    void copiesNothingThatTheCallerMayNotSee() {
        storage.put("viking://user/alice/peers/p1/memories/a.md", "a");
        storage.put("viking://user/alice/peers/p2/memories/b.md", "b");
        Caller asP1 = Callers.withPeer(Callers.alice(), "p1");

        for (String from : List.of(
                "viking://user/alice",
                "viking://user/alice/peers",
                "viking://user/alice/peers/p2",
                "viking://user/bob")) {
            assertThat(refused(asP1, from, ROOT + "stolen").code()).as(from).isEqualTo(Code.PERMISSION_DENIED);
        }
        assertThat(storage.isThere(ROOT + "stolen")).isFalse();
        Await.of(copying.copy(
                asP1, VikingUri.parse("viking://user/alice/peers/p1/memories"), VikingUri.parse(ROOT + "own"), true));
        assertThat(storage.isThere(ROOT + "own/a.md")).isTrue();
    }

    @Test
    void keepsTheServersOwnFilesWhereTheyAre() {
        storage.put(ROOT + ".watch_tasks.json", "{}");

        assertThat(refused(Callers.root(), ROOT + ".watch_tasks.json", ROOT + "mine.json")
                        .code())
                .isEqualTo(Code.INVALID_ARGUMENT);
    }
}
