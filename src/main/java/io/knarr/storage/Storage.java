package io.knarr.storage;

import io.knarr.identity.AccountId;
import io.knarr.index.VectorIndex;
import io.knarr.tree.PathLeases;
import io.knarr.tree.TreeStore;
import io.knarr.tree.UploadStore;
import io.knarr.work.NewJob;
import io.knarr.work.TaskStore;
import io.knarr.work.WorkQueue;
import io.vertx.core.Future;
import java.util.List;

/** One back end. Making it does no I/O: {@link #open} does. */
public interface Storage {
    /** Opens or creates what is needed. {@code FAILED_PRECONDITION} when another process holds it. */
    Future<Void> open();

    TreeStore tree();

    PathLeases leases();

    UploadStore uploads();

    VectorIndex index();

    WorkQueue work();

    TaskStore tasks();

    /**
     * Changes the tree and enqueues what follows from it, as one step: when this succeeds both are durable; after a crash
     * either none of the changes was made, or the jobs are there too. Jobs of a change that failed may run and must then
     * find nothing to do.
     */
    Future<Void> atomically(AccountId account, List<TreeChange> changes, List<NewJob> jobs);

    /** Fails with {@code UNAVAILABLE} and the reason when the back end cannot be used. */
    Future<Void> check();

    Future<Void> close();
}
