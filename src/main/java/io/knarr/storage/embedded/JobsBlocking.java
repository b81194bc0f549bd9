package io.knarr.storage.embedded;

import io.knarr.identity.AccountId;
import io.knarr.uri.VikingUri;
import io.knarr.work.Job;
import io.knarr.work.NewJob;
import io.knarr.work.Queue;
import io.knarr.work.WorkQueue.Hold;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** How jobs come to wait: the one place that knows which become one, and how. */
final class JobsBlocking {
    /** The group of those who named none; it keeps a job from being withdrawn for another group alone. */
    static final String NOBODY = "";

    private final SqlBlocking sql;

    JobsBlocking(SqlBlocking sql) {
        this.sql = sql;
    }

    List<Long> enqueue(AccountId account, List<NewJob> jobs, Hold hold, long now) throws SQLException {
        List<Long> ids = new ArrayList<>(jobs.size());
        for (NewJob job : jobs) {
            Set<String> groups = job.groups().isEmpty() ? Set.of(NOBODY) : new TreeSet<>(job.groups());
            ids.add(
                    hold == Hold.HELD
                            ? insert(account, job, groups, "held", now).orElseThrow()
                            : enqueue(account, job, groups, now));
        }
        return ids;
    }

    /** Adds one that is ready; the result is the id of what it became. */
    long enqueue(AccountId account, NewJob job, Set<String> groups, long now) throws SQLException {
        Optional<Long> id = insert(account, job, groups, "waiting", now);
        if (id.isPresent()) {
            return id.get();
        }
        Twin twin = twin(account.id(), job.queue().name(), path(job.key())).orElseThrow();
        join(twin, job.payload(), Order.LATER, now, 0);
        addGroups(twin.id, groups);
        return twin.id;
    }

    void release(List<Long> ids, long now) throws SQLException {
        for (long id : ids) {
            if (sql.first("SELECT 1 FROM job WHERE id = ? AND state = 'held'", row -> true, id)
                    .isPresent()) {
                makeWaiting(id, now, Order.LATER);
            }
        }
    }

    /** Takes claims whose lease has run out back into the queue. */
    void takeBackExpired(Queue queue, long now) throws SQLException {
        List<Long> expired = sql.rows(
                "SELECT id FROM job WHERE queue = ? AND state = 'running' AND lease_until <= ?",
                row -> row.getLong(1),
                queue.name(),
                now);
        for (long id : expired) {
            waitAgain(id);
        }
    }

    /**
     * What was held or running when the last process ended waits again. One process owns the directory, and this one has
     * just opened it: whoever held or ran these jobs is dead, whatever their leases say.
     */
    void recover() throws SQLException {
        for (long id : sql.rows("SELECT id FROM job WHERE state = 'running' ORDER BY id", row -> row.getLong(1))) {
            waitAgain(id);
        }
        for (long id : sql.rows("SELECT id FROM job WHERE state = 'held' ORDER BY id", row -> row.getLong(1))) {
            makeWaiting(id, due(id), Order.LATER);
        }
    }

    /** A running job of which nothing is known any more. */
    private void waitAgain(long id) throws SQLException {
        makeWaiting(id, due(id), Order.EARLIER);
    }

    private long due(long id) throws SQLException {
        return sql.first("SELECT due FROM job WHERE id = ?", row -> row.getLong(1), id)
                .orElseThrow();
    }

    void forgetTry(long id) throws SQLException {
        int _ = sql.change("UPDATE job SET attempt = attempt - 1 WHERE id = ?", id);
    }

    /** Lets a held or running job wait; if one of its key does already, it becomes part of that one. */
    void makeWaiting(long id, long due, Order order) throws SQLException {
        Stray job = sql.first(
                        "SELECT account, queue, key, payload, attempt FROM job WHERE id = ?",
                        row -> new Stray(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                new JsonObject(row.getString(4)),
                                row.getInt(5)),
                        id)
                .orElseThrow();
        Optional<Twin> twin = twin(job.account, job.queue, job.key);
        if (twin.isEmpty()) {
            int _ = sql.change(
                    "UPDATE job SET state = 'waiting', due = ?, worker = NULL, lease_until = NULL WHERE id = ?",
                    due,
                    id);
            return;
        }
        join(twin.get(), job.payload, order, due, job.attempt);
        int _ = sql.change(
                "INSERT OR IGNORE INTO job_group (job, group_name) SELECT ?, group_name FROM job_group WHERE job = ?",
                twin.get().id,
                id);
        delete(id);
    }

    void delete(long id) throws SQLException {
        int _ = sql.change("DELETE FROM job WHERE id = ?", id);
    }

    /** Ends a job’s last try: a dead letter, or part of the job of its key that waits already. */
    void park(Job job, String error, long now) throws SQLException {
        int _ = sql.change("DELETE FROM job_group WHERE job = ?", job.id());
        int _ = sql.change("UPDATE job SET attempt = 0, error = ? WHERE id = ?", error, job.id());
        if (twin(job.account().id(), job.queue().name(), path(job.key())).isPresent()) {
            makeWaiting(job.id(), now, Order.EARLIER);
        } else {
            int _ = sql.change("UPDATE job SET state = 'dead', lease_until = NULL WHERE id = ?", job.id());
        }
    }

    /** Removes what waits for this group alone. */
    int withdraw(String group) throws SQLException {
        return sql.change("""
                DELETE FROM job WHERE state = 'waiting'
                  AND id IN (SELECT job FROM job_group WHERE group_name = ?)
                  AND NOT EXISTS (SELECT 1 FROM job_group WHERE job = job.id AND group_name <> ?)""", group, group);
    }

    Set<String> groups(long id) throws SQLException {
        return new TreeSet<>(sql.rows("SELECT group_name FROM job_group WHERE job = ?", row -> row.getString(1), id));
    }

    /** The new id; empty, and nothing is changed, when one of its key waits or is dead. */
    private Optional<Long> insert(AccountId account, NewJob job, Set<String> groups, String state, long due)
            throws SQLException {
        Optional<Long> id = sql.first(
                """
                INSERT INTO job (account, queue, key, payload, state, due) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING RETURNING id""",
                row -> row.getLong(1),
                account.id(),
                job.queue().name(),
                path(job.key()),
                job.payload().encode(),
                state,
                due);
        if (id.isPresent()) {
            addGroups(id.get(), groups);
        }
        return id;
    }

    private void addGroups(long id, Set<String> groups) throws SQLException {
        for (String group : groups) {
            int _ = sql.change("INSERT OR IGNORE INTO job_group (job, group_name) VALUES (?, ?)", id, group);
        }
    }

    private Optional<Twin> twin(String account, String queue, String key) throws SQLException {
        return sql.first(
                """
                SELECT id, state, payload, due, attempt FROM job
                WHERE account = ? AND queue = ? AND key = ? AND state IN ('waiting', 'dead')""",
                row -> new Twin(
                        row.getLong(1),
                        row.getString(2).equals("dead"),
                        new JsonObject(row.getString(3)),
                        row.getLong(4),
                        row.getInt(5)),
                account,
                queue,
                key);
    }

    /** A dead letter starts anew: its due time and tries are over. */
    private void join(Twin twin, JsonObject payload, Order order, long due, int attempt) throws SQLException {
        JsonObject both = switch (order) {
            case LATER -> twin.payload.mergeIn(payload);
            case EARLIER -> payload.copy().mergeIn(twin.payload);
        };
        int _ = sql.change(
                "UPDATE job SET state = 'waiting', payload = ?, due = ?, attempt = ?, error = NULL WHERE id = ?",
                both.encode(),
                twin.dead ? due : Math.min(due, twin.due),
                twin.dead ? attempt : Math.max(attempt, twin.attempt),
                twin.id);
    }

    /** The address as it is kept: see {@link WorkSchemaBlocking}. */
    static String path(VikingUri key) {
        return key.isRoot() ? "" : "/" + String.join("/", key.segments());
    }

    static VikingUri key(String path) {
        return VikingUri.ROOT.resolve(path);
    }

    /** Whether what joins a waiting job was asked for before or after it: the later payload wins. */
    enum Order {
        EARLIER,
        LATER
    }

    /** The job of a key that waits or is dead. */
    private record Twin(long id, boolean dead, JsonObject payload, long due, int attempt) {}

    /** A held or running job about to wait. */
    private record Stray(String account, String queue, String key, JsonObject payload, int attempt) {}
}
