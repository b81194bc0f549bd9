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
 * claimable again, and once it was taken back what the old holder says of it no longer counts.
 *
 * <p>Two jobs become one only where one of them waits: see {@link #enqueue}. The one that results has the payload keys of
 * both (the later one’s win), the groups of both, the earlier due time and the higher number of tries.
 *
 * <p>Any thread; never blocks; a method never throws, its future fails. What succeeded survives a kill. {@code
 * WRITE_FAILED} when the medium is full: nothing is then changed.
 */
public interface WorkQueue {
    /** Longest error text that is kept of a job. */
    int MAX_ERROR_CHARS = 2_000;

    /** How many error texts are kept per group and queue. */
    int MAX_GROUP_ERRORS = 20;

    /**
     * Adds jobs. One joins the waiting (also: delayed) job of its queue and key, if there is one; it revives the dead letter
     * of its queue and key, if there is one, whose tries then start anew and whose former groups stay ended; and it waits
     * for the running job of its queue and key to end. Held ones do none of this before {@link #release}: joined to a job
     * that waits already they could run before the change they are held for.
     *
     * @return for each job, in order, the id of what it became
     */
    Future<List<Long>> enqueue(AccountId account, List<NewJob> jobs, Hold hold);

    /**
     * Makes held jobs claimable; ids of others mean nothing. Held jobs of a dead process are released when the store is
     * opened again.
     */
    Future<Void> release(List<Long> ids);

    /**
     * Takes up to {@code max} due jobs of a queue for {@code lease}: of the accounts in turn, and of an account those due
     * the longest first.
     */
    Future<List<Job>> claim(Queue queue, String worker, int max, Duration lease);

    /** Extends leases; the result are the ids of the jobs still held by this claim. */
    Future<List<Long>> renew(List<Job> jobs, Duration lease);

    /**
     * Ends jobs well and enqueues what follows, in one step; what follows has the groups of all these jobs besides its own.
     * {@code ABORTED}, and nothing changes, when one of the claims is lost; {@code INVALID_ARGUMENT} when something
     * follows jobs of several accounts, or of none.
     */
    Future<Void> complete(List<Job> jobs, List<NewJob> next);

    /**
     * Ends a try badly: another one at {@code retryAt}, or, when that is empty, the job is parked as a dead letter with its
     * error (secrets masked, at most {@link #MAX_ERROR_CHARS}), visible in {@link #counts} and revived by {@link #enqueue}.
     * If a job with its key waits meanwhile, it joins that one in either case. {@code ABORTED} when the claim is lost.
     */
    Future<Void> fail(Job job, String error, Optional<Instant> retryAt);

    /**
     * Hands a job back that could not be tried, because what it needs is away: it is due at {@code until}, and the try does
     * not count. If a job with its key waits meanwhile, it joins that one. {@code ABORTED} when the claim is lost.
     */
    Future<Void> postpone(Job job, Instant until);

    /** Jobs per queue by state, and counters since the store was made. Queues without any are there with zeros. */
    Future<Map<Queue, QueueCounts>> counts();

    /**
     * How far the jobs of a group and all that followed from them are. An unknown group has nothing outstanding. What ended
     * is kept for at least 24 h after its last change.
     */
    Future<GroupProgress> progress(String group);

    /**
     * Withdraws the waiting (also: delayed) jobs of a group that nobody else asked for, be it another group or somebody
     * without one; the result is how many.
     */
    Future<Integer> withdraw(String group);

    /**
     * Calls back, on any thread, whenever jobs may have become claimable; it must return at once. Hints may be lost, and a
     * time that has come gives none: poll too.
     */
    void onReady(Runnable hint);

    /** Whether a new job may be claimed at once. */
    enum Hold {
        READY,
        HELD
    }
}
