package io.knarr.runtime;

import io.knarr.observe.Meters;
import io.knarr.offload.Offload;
import io.knarr.offload.Pool;
import io.knarr.offload.PoolSize;
import io.vertx.core.Vertx;

/**
 * Every thread that may block, by what it does (design 4). Kinds of work never wait behind each other.
 *
 * @param files reads and writes files
 * @param search asks the index
 * @param index writes the index, one thread
 * @param store reads and writes jobs and tasks, one thread
 * @param compute parses, cuts and matches text
 * @param json reads and writes large JSON
 * @param embedQuery embeds what somebody waits for
 * @param embedBulk embeds what is imported, at the lowest priority
 * @param watch puts together what {@code /metrics} says
 */
record Pools(
        Pool files,
        Pool search,
        Pool index,
        Pool store,
        Pool compute,
        Pool json,
        Pool embedQuery,
        Pool embedBulk,
        Pool watch) {
    private static final int QUEUE = 10_000;

    /** A search with a reranker looks into four directories at once, and 256 may wait for theirs. */
    private static final int SEARCHES = 4_000;

    /** More wait for one disk to no use. */
    private static final int MOST_FILE_THREADS = 128;

    static Pools of(Vertx vertx, Meters meters, Settings settings) {
        Offload offload = new Offload(vertx, meters);
        int cores = Runtime.getRuntime().availableProcessors();
        int searching = Math.max(2, cores);
        int questions = Math.max(1, cores / 2);
        int bulk = settings.embedding().threads();
        // What keeps a core busy gets as many threads as there are cores; what waits for a disk gets the rest.
        int others = searching + 1 + 1 + cores + 1 + questions + bulk + 1;
        int files = Math.clamp(settings.server().threadPoolSize() - others, 1, MOST_FILE_THREADS);
        return new Pools(
                offload.pool("files", PoolSize.of(files, QUEUE)),
                offload.pool("search", PoolSize.of(searching, SEARCHES)),
                offload.pool("index", PoolSize.of(1, QUEUE)),
                offload.pool("store", PoolSize.of(1, QUEUE)),
                offload.pool("compute", PoolSize.of(cores, QUEUE)),
                offload.pool("json", PoolSize.of(1, 64)),
                offload.pool("embed-query", PoolSize.of(questions, 256)),
                offload.pool("embed-bulk", PoolSize.background(bulk, 0)),
                offload.pool("watch", PoolSize.of(1, 16)));
    }
}
