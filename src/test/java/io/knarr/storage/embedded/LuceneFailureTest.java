package io.knarr.storage.embedded;

import static io.knarr.storage.embedded.LuceneHarness.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.index.EntryDraft;
import io.knarr.index.Filter;
import io.knarr.index.IndexState;
import io.knarr.index.Vectors;
import io.knarr.testing.Await;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that refuses. */
class LuceneFailureTest {
    private final LuceneHarness harness = new LuceneHarness();
    private FaultyDisk disk;
    private LuceneIndex index;

    @BeforeEach
    void open(@TempDir Path place) {
        disk = new FaultyDisk(place);
        index = harness.open(disk);
        LuceneHarness.put(index, EntryDraft.at("resources/kept"));
        Await.of(index.markReady());
    }

    @AfterEach
    void close() {
        disk.clear();
        Await.of(index.close());
        harness.close();
    }

    @Test
    void refusesToGrowWhileTheDiskIsNearlyFull() {
        disk.sayUsable(10 << 20);

        Fault adding = Await.faultOf(
                index.upsert(ACME, List.of(EntryDraft.at("resources/more").made())));
        Fault tagging = Await.faultOf(index.retag(ACME, Filter.all(), List.of("a=b"), LuceneIndex.TagMode.REPLACE));

        assertThat(adding.code()).isEqualTo(Code.WRITE_FAILED);
        assertThat(adding.details())
                .hasEntrySatisfying(
                        "reason", reason -> assertThat(reason.toString()).contains("10 MB"));
        assertThat(tagging.code()).isEqualTo(Code.WRITE_FAILED);
        assertThat(LuceneHarness.scan(index)).containsExactly("resources/kept");
        assertThat(Await.of(index.delete(ACME, Filter.all()))).isEqualTo(1);
        disk.clear();
        LuceneHarness.put(index, EntryDraft.at("resources/more"));
        assertThat(LuceneHarness.scan(index)).containsExactly("resources/more");
        assertThat(index.state()).isEqualTo(new IndexState.Ready());
    }

    @Test
    void saysSoWhenItCannotBeKept() {
        LuceneHarness.put(index, EntryDraft.at("resources/more"));
        disk.fillAfter(0);

        assertThat(Await.faultOf(index.flush()).code()).isEqualTo(Code.WRITE_FAILED);
        assertThat(LuceneHarness.scan(index)).contains("resources/kept");

        disk.clear();
        LuceneHarness.put(index, EntryDraft.at("resources/more"));
        Await.of(index.flush());
        assertThat(LuceneHarness.scan(index)).containsExactly("resources/kept", "resources/more");
    }

    @Test
    void answersFromWhatIsKeptWhenNewEntriesCannotBeWritten() {
        LuceneHarness.put(index, EntryDraft.at("resources/more"));
        disk.fillAfter(0);

        assertThat(LuceneHarness.nearest(index, Vectors.axis(0), 10)).containsExactly("resources/kept");

        assertThat(index.state()).isInstanceOf(IndexState.Stale.class);
        disk.clear();
        LuceneHarness.put(index, EntryDraft.at("resources/more"));
        assertThat(LuceneHarness.scan(index)).containsExactly("resources/kept", "resources/more");
        assertThat(index.state()).isInstanceOf(IndexState.Stale.class);
    }

    @Test
    void remembersThatSomethingWasLost(@TempDir Path other) {
        LuceneHarness.put(index, EntryDraft.at("resources/lost"));
        disk.fillAfter(0);
        assertThat(LuceneHarness.scan(index)).containsExactly("resources/kept");
        disk.clear();
        LuceneHarness.put(index, EntryDraft.at("resources/more"));
        Await.of(index.close());

        index = harness.open(disk);

        assertThat(index.state()).isInstanceOf(IndexState.Stale.class);
        assertThat(LuceneHarness.scan(index)).containsExactly("resources/kept", "resources/more");
    }

    @Test
    void neverSaysThatWhatWasLostIsKept() {
        LuceneHarness.put(index, EntryDraft.at("resources/lost"));
        LuceneIndex sameIndex = index;
        disk.fillAfter(0);
        List<Future<?>> calls = new ArrayList<>();
        calls.add(sameIndex.count(ACME, Filter.all()));
        calls.add(sameIndex.flush());
        calls.add(sameIndex.flush());

        // One that comes after the index was opened again knows nothing of what was lost; but the index does.
        for (Future<?> flush : calls.subList(1, 3)) {
            boolean kept = works(flush, "flush");
            assertThat(kept && isReady()).isFalse();
        }
        boolean _ = works(calls.getFirst(), "count");
    }

    @Test
    void sharesOneCommitAmongManyFlushes() {
        for (int i = 0; i < 10; i++) {
            LuceneHarness.put(index, EntryDraft.at("resources/" + i));
        }
        int before = disk.commits();

        List<Future<Void>> flushes = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            flushes.add(index.flush());
        }
        flushes.forEach(Await::of);
        Await.of(index.flush());

        assertThat(disk.commits() - before).isEqualTo(1);
    }

    @Test
    void survivesADiskThatFailsAtAnyByte() {
        long seed = Long.getLong("test.seed", 20261121);
        Random random = new Random(seed);
        Set<String> there = new TreeSet<>(Set.of("resources/kept"));
        Set<String> kept = new TreeSet<>(there);
        for (int round = 0; round < 60; round++) {
            String what = "seed " + seed + ", round " + round;
            disk.fillAfter(random.nextInt(20_000));
            for (int i = 0; i < 5; i++) {
                String path = "resources/" + random.nextInt(30);
                if (works(index.upsert(ACME, List.of(EntryDraft.at(path).made())), what)) {
                    there.add(path);
                }
                if (random.nextBoolean() && works(index.count(ACME, Filter.all()), what)) {
                    assertThat(LuceneHarness.scan(index)).as(what).containsAll(kept);
                }
                if (random.nextInt(3) == 0 && works(index.flush(), what) && isReady()) {
                    kept = new TreeSet<>(there);
                }
            }
            disk.clear();
            List<String> found = LuceneHarness.scan(index);
            assertThat(found).as(what).containsAll(kept);
            if (isReady()) {
                assertThat(found).as(what).containsAll(there);
            }
            // What the owner of the tree does then: make it complete, and say so.
            there = new TreeSet<>(found);
            Await.of(index.markReady());
            kept = new TreeSet<>(there);
        }
    }

    private boolean isReady() {
        return index.state() instanceof IndexState.Ready;
    }

    private static boolean works(Future<?> call, String what) {
        try {
            Object _ = Await.of(call.otherwiseEmpty().map(_ -> ""));
            if (call.succeeded()) {
                return true;
            }
            assertThat(Fault.of(call.cause()).code())
                    .as("%s: %s of %s", what, call.cause(), call.cause().getCause())
                    .isIn(Code.WRITE_FAILED, Code.UNAVAILABLE);
            return false;
        } catch (Fault unexpected) {
            throw new AssertionError(what, unexpected);
        }
    }
}
