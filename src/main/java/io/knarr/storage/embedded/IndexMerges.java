package io.knarr.storage.embedded;

import io.knarr.offload.ThreadPriority;
import java.io.IOException;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.MergePolicy;

/** Merges segments on one thread that gives way to everybody else: merging 100 000 vectors takes a core for 20 s. */
final class IndexMerges extends ConcurrentMergeScheduler {
    private static final int WAITING = 6;
    private static final int THREADS = 1;

    IndexMerges() {
        setMaxMergesAndThreads(WAITING, THREADS);
    }

    @Override
    protected void doMerge(MergeSource source, MergePolicy.OneMerge merge) throws IOException {
        ThreadPriority.giveWay();
        super.doMerge(source, merge);
    }

    /** The writer has died of it by now and keeps it as its cause of death: who replaces the writer reports it. */
    @Override
    protected void handleMergeException(Throwable failure) {}
}
