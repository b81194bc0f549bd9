package io.knarr.storage;

import io.knarr.identity.AccountId;
import io.knarr.tree.TreeStore;
import io.knarr.work.NewJob;
import io.knarr.work.WorkQueue;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.List;

/**
 * {@link Storage#atomically} where tree and jobs are kept apart and no transaction spans them: the jobs are stored first,
 * durable and held back; then the tree is changed, in order; then the jobs are let go.
 *
 * <p>A crash in between leaves held jobs, which the next opening of the queue lets go. When a change fails the ones before it
 * stay, and the jobs are let go too: handlers look at the tree as they find it, so what was changed is followed up and the
 * rest is nothing to do.
 *
 * @param tree what is changed
 * @param work where the jobs go
 */
public record JobsFirst(TreeStore tree, WorkQueue work) {
    /** Fails with the fault of the change that failed. */
    public Future<Void> run(AccountId account, List<TreeChange> changes, List<NewJob> jobs) {
        return work.enqueue(account, jobs, WorkQueue.Hold.HELD)
                .compose(held -> TreeChanges.make(tree, account, changes).transform(applied -> letGo(held, applied)));
    }

    private Future<Void> letGo(List<Long> held, AsyncResult<Void> applied) {
        Future<Void> released = work.release(held);
        return applied.succeeded() ? released : released.transform(_ -> Future.failedFuture(applied.cause()));
    }
}
