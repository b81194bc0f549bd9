package io.knarr.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.testing.Await;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Empty, reopened, closed, late. */
abstract class LifeTopic extends IndexTopic {
    LifeTopic(IndexOpener opener) {
        super(opener);
    }

    @Test
    void findsNothingInAnEmptyIndex() {
        assertThat(nearest(Vectors.axis(0), Filter.all(), 10)).isEmpty();
        assertThat(matching("anything", Filter.all(), 10)).isEmpty();
        assertThat(all(Filter.all())).isEmpty();
        assertThat(count(Filter.all())).isZero();
    }

    @Test
    void changesNothingInAnEmptyIndex() {
        assertThat(Await.of(index().delete(ACME, Filter.all()))).isZero();
        assertThat(Await.of(index().retag(ACME, Filter.all(), List.of("a=b"), VectorIndex.TagMode.REPLACE)))
                .isZero();
        assertThat(Await.of(index().move(ACME, VikingUri.of("resources"), VikingUri.of("user"))))
                .isZero();
        Await.of(index().upsert(ACME, List.of()));
        Await.of(index().flush());
    }

    @Test
    void keepsWhatWasFlushed() {
        Entry kept = EntryDraft.at("resources/a")
                .tags("k=v")
                .words("kept words")
                .used(7)
                .created("2026-02-03T04:05:06.789Z")
                .updated("2026-03-04T05:06:07.891Z")
                .made();
        put(kept);
        Await.of(index().flush());

        reopen();

        assertThat(all(Filter.all())).containsExactly(kept.bare());
        assertThat(nearest(Vectors.axis(0), Filter.all(), 10)).hasSize(1);
        assertThat(matching("kept", Filter.all(), 10)).hasSize(1);
    }

    @Test
    void keepsDeletionsThatWereFlushed() {
        put(EntryDraft.at("resources/a"), EntryDraft.at("resources/b"));
        Await.of(index().flush());
        assertThat(Await.of(index().delete(ACME, Filter.exactly(VikingUri.of("resources", "a")))))
                .isEqualTo(1);
        Await.of(index().flush());

        reopen();

        assertThat(pathsOf(all(Filter.all()))).containsExactly("resources/b");
    }

    @Test
    void flushesForManyAtOnce() {
        List<Future<Void>> flushes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Entry entry = EntryDraft.at("resources/" + i).made();
            flushes.add(index().upsert(ACME, List.of(entry)).compose(_ -> index().flush()));
        }
        flushes.forEach(Await::of);

        reopen();

        assertThat(count(Filter.all())).isEqualTo(20);
    }

    @Test
    void isUnavailableOnceClosed() {
        put(EntryDraft.at("resources/a"));

        close();

        for (Future<?> call : everyCall(Deadline.none())) {
            assertThat(Await.faultOf(call).code()).isEqualTo(Code.UNAVAILABLE);
        }
    }

    @Test
    void givesUpAtTheDeadline() {
        put(EntryDraft.at("resources/a"));
        Deadline passed = Deadline.after(Duration.ZERO);

        Fault byVector = Await.faultOf(index().nearest(ACME, Vectors.axis(0), Filter.all(), 10, passed));
        Fault byWords = Await.faultOf(index().matching(ACME, "everywhere", Filter.all(), 10, passed));

        assertThat(byVector.code()).isEqualTo(Code.DEADLINE_EXCEEDED);
        assertThat(byWords.code()).isEqualTo(Code.DEADLINE_EXCEEDED);
    }

    @Test
    void refusesALimitBelowOne() {
        Fault byVector = Await.faultOf(index().nearest(ACME, Vectors.axis(0), Filter.all(), 0, Deadline.none()));
        Fault byWords = Await.faultOf(index().matching(ACME, "a", Filter.all(), -1, Deadline.none()));
        Fault scan = Await.faultOf(index().scan(ACME, Filter.all(), Optional.empty(), 0));

        assertThat(List.of(byVector.code(), byWords.code(), scan.code())).containsOnly(Code.INVALID_ARGUMENT);
    }

    private List<Future<?>> everyCall(Deadline deadline) {
        VikingUri uri = VikingUri.of("resources", "a");
        return List.of(
                index().upsert(ACME, List.of(EntryDraft.at("resources/b").made())),
                index().retag(ACME, Filter.all(), List.of("a=b"), VectorIndex.TagMode.REPLACE),
                index().move(ACME, uri, VikingUri.of("resources", "c")),
                index().delete(ACME, Filter.all()),
                index().flush(),
                index().nearest(ACME, Vectors.axis(0), Filter.all(), 10, deadline),
                index().matching(ACME, "everywhere", Filter.all(), 10, deadline),
                index().scan(ACME, Filter.all(), Optional.empty(), 10),
                index().count(ACME, Filter.all()));
    }
}
