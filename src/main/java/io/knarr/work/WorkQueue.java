package io.knarr.work;

import io.knarr.identity.AccountId;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Durable jobs. Delivered at least once: a handler must be idempotent. A claim is a lease; when it runs out the job is
 * claimable again, and what the old holder says of it no longer counts.
 *
 * <p>Any thread; never blocks; a method never throws, its future fails. What succeeded survives a kill.
 */
public interface WorkQueue {
    /** Adds jobs, or joins them to waiting ones of the same queue and key. Held ones wait for {@link #release}. */
    Future<List<Long>> enqueue(AccountId account, List<NewJob> jobs, Hold hold);

    /** Makes held jobs claimable. Held jobs of a dead process are released when the store is opened again. */
    Future<Void> release(List<Long> ids);

    /** Takes up to {@code max} due jobs of a queue, oldest first, for {@code lease}. */
    Future<List<Job>> claim(Queue queue, String worker, int max, Duration lease);

    /** Extends leases; the result are the jobs still held by this claim. */
    Future<List<Long>> renew(List<Job> jobs, Duration lease);

    /** Ends jobs well and enqueues what follows, in one step; what follows inherits the groups of its own. */
    Future<Void> complete(List<Job> jobs, List<NewJob> next);

    /**
     * Ends a try badly: another one at {@code retryAt}, or, when that is empty, the job is parked as a dead letter with its
     * error, visible and retryable.
     */
    Future<Void> fail(Job job, String error, Optional<Instant> retryAt);

    /** Jobs per queue by state, and counters since the store was made. Queues without any are there with zeros. */
    Future<Map<Queue, QueueCounts>> counts();

    /** How far the jobs of a group and all that followed from them are. An unknown group has nothing outstanding. */
    Future<GroupProgress> progress(String group);

    /** Withdraws the waiting jobs of a group that belong to no other; the result is how many. */
    Future<Integer> withdraw(String group);

    /** Calls back, on any thread, whenever jobs may have become claimable. Hints may be lost: poll too. */
    void onReady(Runnable hint);

    /** Whether a new job may be claimed at once. */
    enum Hold {
        READY,
        HELD
    }
}
