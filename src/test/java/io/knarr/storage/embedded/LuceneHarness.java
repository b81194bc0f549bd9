package io.knarr.storage.embedded;

import io.knarr.fault.Deadline;
import io.knarr.identity.AccountId;
import io.knarr.index.Entry;
import io.knarr.index.EntryDraft;
import io.knarr.index.Filter;
import io.knarr.index.Match;
import io.knarr.index.ModelMark;
import io.knarr.index.VectorIndex;
import io.knarr.index.Vectors;
import io.knarr.observe.Meters;
import io.knarr.offload.Offload;
import io.knarr.offload.Pool;
import io.knarr.offload.PoolSize;
import io.knarr.testing.Await;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a Lucene index needs around it, and short forms of what its tests ask. */
final class LuceneHarness implements AutoCloseable {
    static final AccountId ACME = new AccountId("acme");
    static final ModelMark MODEL = new ModelMark("test", Vectors.DIMENSIONS);

    private final Vertx vertx = Vertx.vertx();
    private final Pool searches;
    private final Pool changes;

    LuceneHarness() {
        Offload offload = new Offload(vertx, Meters.NONE);
        searches = offload.pool("search", PoolSize.of(2, 1_000));
        changes = offload.pool("index", PoolSize.of(1, 1_000));
    }

    LuceneIndex open(IndexDisk disk) {
        return open(disk, MODEL);
    }

    LuceneIndex open(IndexDisk disk, ModelMark model) {
        LuceneIndex index = new LuceneIndex(disk, model, searches, changes);
        Await.of(index.open());
        return index;
    }

    Pool searches() {
        return searches;
    }

    Pool changes() {
        return changes;
    }

    static void put(VectorIndex index, EntryDraft... drafts) {
        Await.of(index.upsert(ACME, Stream.of(drafts).map(EntryDraft::made).toList()));
    }

    static List<String> scan(VectorIndex index) {
        return Await.of(index.scan(ACME, Filter.all(), Optional.empty(), 10_000)).entries().stream()
                .map(LuceneHarness::path)
                .toList();
    }

    static List<String> matching(VectorIndex index, String words) {
        return paths(Await.of(index.matching(ACME, words, Filter.all(), 100, Deadline.none())));
    }

    static List<String> nearest(VectorIndex index, float[] vector, int limit) {
        return paths(Await.of(index.nearest(ACME, vector, Filter.all(), limit, Deadline.none())));
    }

    private static List<String> paths(List<Match> matches) {
        return matches.stream().map(match -> path(match.entry())).toList();
    }

    private static String path(Entry entry) {
        return String.join("/", entry.uri().segments());
    }

    @Override
    public void close() {
        Await.of(vertx.close());
    }
}
