package io.knarr.storage.embedded;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.work.ErrorText;
import io.knarr.work.GroupProgress;
import io.knarr.work.Job;
import io.knarr.work.NewJob;
import io.knarr.work.Queue;
import io.knarr.work.QueueCounts;
import io.knarr.work.WorkQueue;
import io.vertx.core.Future;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** Jobs in the {@link WorkDatabase}, which is opened and closed by whoever made it. */
public final class SqliteWorkQueue implements WorkQueue {
    private final WorkDatabase database;
    private final Clock clock;
    private final List<Runnable> hints = new CopyOnWriteArrayList<>();

    /** Whose turn was last. Used by the thread of the store only; after a restart the turns begin anew. */
    private final Map<Queue, String> lastServed = new EnumMap<>(Queue.class);

    public SqliteWorkQueue(WorkDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Future<List<Long>> enqueue(AccountId account, List<NewJob> jobs, Hold hold) {
        return hinting(database.run(sql -> {
            new EndedJobsBlocking(sql).sweep(clock.millis());
            return new JobsBlocking(sql).enqueue(account, jobs, hold, clock.millis());
        }));
    }

    @Override
    public Future<Void> release(List<Long> ids) {
        return hinting(database.change(sql -> new JobsBlocking(sql).release(ids, clock.millis())));
    }

    @Override
    public Future<List<Job>> claim(Queue queue, String worker, int max, Duration lease) {
        return database.run(sql -> {
            long now = clock.millis();
            new JobsBlocking(sql).takeBackExpired(queue, now);
            ClaimsBlocking claims = new ClaimsBlocking(sql);
            List<Job> claimed = new ArrayList<>();
            for (var candidate : claims.candidates(queue, lastServed.getOrDefault(queue, ""), max, now)) {
                claimed.add(claims.claim(candidate.id(), worker, now + lease.toMillis()));
                lastServed.put(queue, candidate.account());
            }
            return claimed;
        });
    }

    @Override
    public Future<List<Long>> renew(List<Job> jobs, Duration lease) {
        return database.run(sql -> {
            ClaimsBlocking claims = new ClaimsBlocking(sql);
            List<Long> held = new ArrayList<>();
            for (Job job : jobs) {
                if (claims.renew(job, clock.millis() + lease.toMillis())) {
                    held.add(job.id());
                }
            }
            return held;
        });
    }

    @Override
    public Future<Void> complete(List<Job> jobs, List<NewJob> next) {
        Set<AccountId> accounts = new TreeSet<>(jobs.stream().map(Job::account).toList());
        if (!next.isEmpty() && accounts.size() != 1) {
            return Future.failedFuture(Fault.invalid("What follows needs jobs of one account that it follows"));
        }
        return hinting(database.change(sql -> {
            JobsBlocking queue = new JobsBlocking(sql);
            EndedJobsBlocking ended = new EndedJobsBlocking(sql);
            Set<String> inherited = new TreeSet<>();
            for (Job job : jobs) {
                requireHeld(sql, job);
                ended.processed(job, clock.millis());
                inherited.addAll(queue.groups(job.id()));
                queue.delete(job.id());
            }
            for (NewJob job : next) {
                Set<String> groups = new TreeSet<>(inherited);
                groups.addAll(job.groups());
                long _ = queue.enqueue(accounts.iterator().next(), job, groups, clock.millis());
            }
        }));
    }

    @Override
    public Future<Void> fail(Job job, String error, Optional<Instant> retryAt) {
        String shown = ErrorText.ofJob(error);
        return hinting(database.change(sql -> {
            requireHeld(sql, job);
            if (retryAt.isPresent()) {
                new EndedJobsBlocking(sql).requeued(job, clock.millis());
                new JobsBlocking(sql).makeWaiting(job.id(), retryAt.get().toEpochMilli(), JobsBlocking.Order.EARLIER);
            } else {
                new EndedJobsBlocking(sql).failed(job, shown, clock.millis());
                new JobsBlocking(sql).park(job, shown, clock.millis());
            }
        }));
    }

    @Override
    public Future<Void> postpone(Job job, Instant until) {
        return hinting(database.change(sql -> {
            requireHeld(sql, job);
            new EndedJobsBlocking(sql).requeued(job, clock.millis());
            JobsBlocking queue = new JobsBlocking(sql);
            queue.forgetTry(job.id());
            queue.makeWaiting(job.id(), until.toEpochMilli(), JobsBlocking.Order.EARLIER);
        }));
    }

    private static void requireHeld(SqlBlocking sql, Job job) throws SQLException {
        if (!new ClaimsBlocking(sql).holds(job)) {
            throw new Fault(
                    Code.ABORTED, "The claim on job " + job.id() + " is lost: its lease ran out and it was taken back");
        }
    }

    @Override
    public Future<Map<Queue, QueueCounts>> counts() {
        return database.run(sql -> new EndedJobsBlocking(sql).counts());
    }

    @Override
    public Future<GroupProgress> progress(String group) {
        return group.isEmpty()
                ? Future.succeededFuture(GroupProgress.NOTHING)
                : database.run(sql -> new EndedJobsBlocking(sql).progress(group));
    }

    @Override
    public Future<Integer> withdraw(String group) {
        return group.isEmpty()
                ? Future.succeededFuture(0)
                : hinting(database.run(sql -> new JobsBlocking(sql).withdraw(group)));
    }

    @Override
    public void onReady(Runnable hint) {
        hints.add(hint);
    }

    private <T> Future<T> hinting(Future<T> change) {
        return change.onSuccess(_ -> hints.forEach(Runnable::run));
    }
}
