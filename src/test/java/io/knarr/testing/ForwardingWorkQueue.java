package io.knarr.testing;

import io.knarr.identity.AccountId;
import io.knarr.work.GroupProgress;
import io.knarr.work.Job;
import io.knarr.work.NewJob;
import io.knarr.work.Queue;
import io.knarr.work.QueueCounts;
import io.knarr.work.WorkQueue;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Passes every call on; a test overrides what it wants to see or to break. */
public class ForwardingWorkQueue implements WorkQueue {
    private final WorkQueue inner;

    public ForwardingWorkQueue(WorkQueue inner) {
        this.inner = inner;
    }

    @Override
    public Future<List<Long>> enqueue(AccountId account, List<NewJob> jobs, Hold hold) {
        return inner.enqueue(account, jobs, hold);
    }

    @Override
    public Future<Void> release(List<Long> ids) {
        return inner.release(ids);
    }

    @Override
    public Future<List<Job>> claim(Queue queue, String worker, int max, Duration lease) {
        return inner.claim(queue, worker, max, lease);
    }

    @Override
    public Future<List<Long>> renew(List<Job> jobs, Duration lease) {
        return inner.renew(jobs, lease);
    }

    @Override
    public Future<Void> complete(List<Job> jobs, List<NewJob> next) {
        return inner.complete(jobs, next);
    }

    @Override
    public Future<Void> fail(Job job, String error, Optional<Instant> retryAt) {
        return inner.fail(job, error, retryAt);
    }

    @Override
    public Future<Void> postpone(Job job, Instant until) {
        return inner.postpone(job, until);
    }

    @Override
    public Future<Map<Queue, QueueCounts>> counts() {
        return inner.counts();
    }

    @Override
    public Future<GroupProgress> progress(String group) {
        return inner.progress(group);
    }

    @Override
    public Future<Integer> withdraw(String group) {
        return inner.withdraw(group);
    }

    @Override
    public void onReady(Runnable hint) {
        inner.onReady(hint);
    }
}
