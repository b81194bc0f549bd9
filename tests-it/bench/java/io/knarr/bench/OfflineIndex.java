package io.knarr.bench;

import io.knarr.fault.Deadline;
import io.knarr.identity.AccountId;
import io.knarr.index.Filter;
import io.knarr.index.Match;
import io.knarr.index.ModelMark;
import io.knarr.model.local.LocalEmbedder;
import io.knarr.model.local.LocalModelSettings;
import io.knarr.observe.Meters;
import io.knarr.offload.Offload;
import io.knarr.offload.PoolSize;
import io.knarr.storage.embedded.LuceneIndex;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;

/** The index of a data directory that no server uses now, with the model that filled it. */
final class OfflineIndex implements AutoCloseable {
    static final AccountId ACCOUNT = new AccountId("default");

    private final Vertx vertx;
    private final LocalEmbedder embedder;
    private final LuceneIndex index;

    private OfflineIndex(Vertx vertx, LocalEmbedder embedder, LuceneIndex index) {
        this.vertx = vertx;
        this.embedder = embedder;
        this.index = index;
    }

    static OfflineIndex open(Path data) {
        int cores = Runtime.getRuntime().availableProcessors();
        Vertx vertx = Vertx.vertx();
        Offload offload = new Offload(vertx, Meters.NONE);
        LocalEmbedder embedder = new LocalEmbedder(
                offload.pool("embed-query", PoolSize.of(cores, 10_000)),
                offload.pool("embed-bulk", PoolSize.background(cores, 10_000)),
                LocalModelSettings.withBulkThreads(cores));
        LuceneIndex index = new LuceneIndex(
                data.resolve("_knarr").resolve("index"),
                new ModelMark(embedder.model(), embedder.dimensions()),
                offload.pool("search", PoolSize.of(cores, 10_000)),
                offload.pool("index", PoolSize.of(1, 10_000)));
        index.open().compose(_ -> embedder.check()).await();
        return new OfflineIndex(vertx, embedder, index);
    }

    LocalEmbedder embedder() {
        return embedder;
    }

    LuceneIndex index() {
        return index;
    }

    List<Match> byVector(String question, Filter filter, int limit) {
        return embedder.embedQuery(question, Deadline.none())
                .compose(vector -> index.nearest(ACCOUNT, vector, filter, limit, Deadline.none()))
                .await();
    }

    List<Match> byWords(String question, Filter filter, int limit) {
        return index.matching(ACCOUNT, question, filter, limit, Deadline.none()).await();
    }

    @Override
    public void close() {
        index.close().compose(_ -> embedder.close()).await();
        // Not awaited: its own loops would have to say so.
        var _ = vertx.close();
    }
}
