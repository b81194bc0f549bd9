package io.knarr.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.context.Level;
import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.files.Removal.Outcome;
import io.knarr.index.Entry;
import io.knarr.index.Filter;
import io.knarr.layers.Sidecar;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.testing.Entries;
import io.knarr.testing.RiggedStorage;
import io.knarr.uri.VikingUri;
import io.knarr.work.Following;
import io.knarr.work.Job;
import io.knarr.work.Queue;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemovalTest {
    private final Vertx vertx = Vertx.vertx();
    private final RiggedStorage storage = new RiggedStorage(vertx);
    private final Following following = new Following(vertx, storage.work());
    private final Removal removal = new Removal(storage, following, () -> "group", 0.1);

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    @Test
    void removesAFileWithItsEntries() {
        put("viking://resources/a.md");

        Outcome outcome = remove("viking://resources/a.md", false);

        assertThat(storage.isThere("viking://resources/a.md")).isFalse();
        assertThat(records()).isZero();
        assertThat(outcome)
                .isEqualTo(new Outcome(
                        VikingUri.parse("viking://resources/a.md"),
                        1,
                        Optional.of(VikingUri.of("resources")),
                        "queued",
                        Optional.empty()));
        assertThat(storage.asked()).containsExactly("Embedding viking://resources/a.md", "Semantic viking://resources");
    }

    @Test
    void removesADirectoryOnlyWhenToldTo() {
        put("viking://resources/d/a.md", "viking://resources/d/e/b.md", "viking://resources/da.md");

        Fault fault = Await.faultOf(
                removal.remove(Callers.alice(), VikingUri.parse("viking://resources/d"), false, Optional.empty()));

        assertThat(fault.code()).isEqualTo(Code.FAILED_PRECONDITION);
        assertThat(fault.details())
                .containsEntry("expected_flag", "recursive")
                .containsEntry("resource", "viking://resources/d");
        assertThat(records()).isEqualTo(3);

        assertThat(remove("viking://resources/d", true).records()).isEqualTo(2);
        assertThat(storage.below("viking://resources")).containsExactly("da.md");
        assertThat(records()).isEqualTo(1);
    }

    @Test
    void needsTheFlagForAnEmptyDirectoryToo() {
        storage.makeDirectory("viking://resources/d");

        assertThat(Await.faultOf(removal.remove(
                                Callers.alice(), VikingUri.parse("viking://resources/d"), false, Optional.empty()))
                        .code())
                .isEqualTo(Code.FAILED_PRECONDITION);
    }

    @Test
    void succeedsWhereNothingIsAndTakesStaleEntriesAway() {
        put("viking://resources/a.md");
        var _ = Await.of(storage.tree().delete(Callers.ACME, VikingUri.parse("viking://resources/a.md")));

        assertThat(remove("viking://resources/a.md", false).records()).isEqualTo(1);
        assertThat(remove("viking://resources/a.md", false).records()).isZero();
        assertThat(records()).isZero();
    }

    @Test
    void leavesLayersAloneForMemories() {
        put("viking://user/alice/memories/a.md");

        Outcome outcome = remove("viking://user/alice/memories/a.md", false);

        assertThat(outcome.refreshed()).isEmpty();
        assertThat(storage.asked()).containsExactly("Embedding viking://user/alice/memories/a.md");
    }

    @Test
    void defersTheSummaryOfALargeDirectory() {
        put("viking://resources/a.md");
        VikingUri parent = VikingUri.of("resources");
        Sidecar overview = new Sidecar(
                parent, Optional.empty(), Optional.empty(), Optional.of(new Sidecar.Freshness(100, 32, 4)), "# All");
        storage.put("viking://resources/.overview.md", overview.text());

        Outcome outcome = remove("viking://resources/a.md", false);

        assertThat(outcome.status()).isEqualTo("deferred");
        assertThat(storage.text("viking://resources/.overview.md"))
                .isEqualTo(overview.withPending(5).text());
        assertThat(storage.asked()).containsExactly("Embedding viking://resources/a.md");
    }

    @Test
    void waitsForTheSummary() {
        put("viking://resources/a.md");
        Future<Outcome> waiting = removal.remove(
                Callers.alice(), VikingUri.parse("viking://resources/a.md"), false, Optional.of(Deadline.none()));
        assertThat(waiting.isComplete()).isFalse();

        for (Queue queue : List.of(Queue.EMBEDDING, Queue.SEMANTIC)) {
            Job job = Await.of(storage.work().claim(queue, "test", 1, Duration.ofHours(1)))
                    .getFirst();
            Await.of(storage.work().complete(List.of(job), List.of()));
            following.ended(List.of(job));
        }

        assertThat(Await.of(waiting).status()).isEqualTo("complete");
        assertThat(Await.of(waiting).progress()).isPresent();
    }

    @Test
    void givesUpWaitingAtItsDeadline() {
        put("viking://resources/a.md");

        Fault fault = Await.faultOf(removal.remove(
                Callers.alice(),
                VikingUri.parse("viking://resources/a.md"),
                false,
                Optional.of(Deadline.after(Duration.ofMillis(10)))));

        assertThat(fault.code()).isEqualTo(Code.DEADLINE_EXCEEDED);
        assertThat(storage.isThere("viking://resources/a.md")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "viking://",
                "viking://resources",
                "viking://user",
                "viking://user/alice",
                "viking://user/bob/memories",
                "viking://agent"
            })
    void isDeniedByTheGuards(String uri) {
        assertThat(Await.faultOf(removal.remove(Callers.alice(), VikingUri.parse(uri), true, Optional.empty()))
                        .code())
                .isEqualTo(Code.PERMISSION_DENIED);
        assertThat(storage.asked()).isEmpty();
    }

    @Test
    void summarisesNoContainers() {
        put("viking://user/bob/persona.md");

        Outcome outcome = Await.of(removal.remove(Callers.root(), VikingUri.of("user", "bob"), true, Optional.empty()));

        assertThat(outcome.refreshed()).isEmpty();
        assertThat(storage.asked()).containsExactly("Embedding viking://user/bob");
    }

    @Test
    void freesThePathWhenItFails() {
        put("viking://resources/a.md");
        storage.failChangesWith(new Fault(Code.WRITE_FAILED, "no"));
        VikingUri uri = VikingUri.parse("viking://resources/a.md");

        assertThat(Await.faultOf(removal.remove(Callers.alice(), uri, false, Optional.empty()))
                        .code())
                .isEqualTo(Code.WRITE_FAILED);
        assertThat(Await.of(storage.leases().isLeased(Callers.ACME, uri))).isFalse();
        assertThat(records()).isEqualTo(1);
    }

    private void put(String... uris) {
        for (String uri : uris) {
            storage.put(uri, "x");
            Entry entry = Entries.bare(uri, Level.CONTENT);
            Await.of(storage.index().upsert(Callers.ACME, List.of(entry)));
        }
    }

    private long records() {
        return Await.of(storage.index().count(Callers.ACME, Filter.all()));
    }

    private Outcome remove(String uri, boolean recursive) {
        return Await.of(removal.remove(Callers.alice(), VikingUri.parse(uri), recursive, Optional.empty()));
    }
}
