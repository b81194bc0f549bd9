package io.knarr.storage.embedded;

import io.knarr.identity.AccountId;
import io.knarr.work.Job;
import io.knarr.work.Queue;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who gets which job. */
final class ClaimsBlocking {
    /** The next account that has something waiting. */
    static final String NEXT_ACCOUNT = """
            SELECT account FROM job WHERE queue = ? AND state = 'waiting' AND account > ? ORDER BY account LIMIT 1""";

    /** Due jobs of an account whose key is not being worked on. */
    static final String CLAIMABLE = """
            SELECT id FROM job AS wanted
            WHERE queue = ? AND state = 'waiting' AND account = ? AND due <= ?
              AND NOT EXISTS (
                SELECT 1 FROM job AS same
                WHERE same.account = wanted.account AND same.queue = wanted.queue AND same.key = wanted.key
                  AND same.state = 'running')
            ORDER BY due, id LIMIT ?""";

    /** The same, and nothing below the key is to be done first. */
    static final String CLAIMABLE_BOTTOM_UP = """
            SELECT id FROM job AS wanted
            WHERE queue = ? AND state = 'waiting' AND account = ? AND due <= ?
              AND NOT EXISTS (
                SELECT 1 FROM job AS same
                WHERE same.account = wanted.account AND same.queue = wanted.queue AND same.key = wanted.key
                  AND same.state = 'running')
              AND NOT EXISTS (
                SELECT 1 FROM job AS below
                WHERE below.account = wanted.account AND below.queue = wanted.queue
                  AND below.key >= wanted.key || '/' AND below.key < wanted.key || '0' AND below.state <> 'dead')
            ORDER BY due, id LIMIT ?""";

    private final SqlBlocking sql;

    ClaimsBlocking(SqlBlocking sql) {
        this.sql = sql;
    }

    /**
     * Jobs to be claimed, of the accounts in turn.
     *
     * @param lastServed whose turn was last; the one after it is the first now
     */
    List<Candidate> candidates(Queue queue, String lastServed, int max, long now) throws SQLException {
        Map<String, List<Long>> byAccount = new LinkedHashMap<>();
        Optional<String> account = accountAfter(queue, lastServed);
        while (account.isPresent() && byAccount.size() < max) {
            claimable(byAccount, queue, account.get(), max, now);
            account = accountAfter(queue, account.get());
        }
        account = accountAfter(queue, "");
        while (account.isPresent() && byAccount.size() < max && account.get().compareTo(lastServed) <= 0) {
            claimable(byAccount, queue, account.get(), max, now);
            account = accountAfter(queue, account.get());
        }
        return inTurn(byAccount, max);
    }

    private Optional<String> accountAfter(Queue queue, String account) throws SQLException {
        return sql.first(NEXT_ACCOUNT, row -> row.getString(1), queue.name(), account);
    }

    private void claimable(Map<String, List<Long>> byAccount, Queue queue, String account, int max, long now)
            throws SQLException {
        SqlBlocking.Row<Long> id = row -> row.getLong(1);
        List<Long> ids = queue == Queue.SEMANTIC
                ? sql.rows(CLAIMABLE_BOTTOM_UP, id, queue.name(), account, now, max)
                : sql.rows(CLAIMABLE, id, queue.name(), account, now, max);
        if (!ids.isEmpty()) {
            byAccount.put(account, ids);
        }
    }

    private static List<Candidate> inTurn(Map<String, List<Long>> byAccount, int max) {
        List<Candidate> chosen = new ArrayList<>();
        for (int round = 0; round < max; round++) {
            for (Map.Entry<String, List<Long>> own : byAccount.entrySet()) {
                if (round < own.getValue().size() && chosen.size() < max) {
                    chosen.add(new Candidate(own.getKey(), own.getValue().get(round)));
                }
            }
        }
        return chosen;
    }

    Job claim(long id, String worker, long until) throws SQLException {
        List<String> groups = sql.rows(
                "SELECT group_name FROM job_group WHERE job = ? AND group_name <> '' ORDER BY group_name",
                row -> row.getString(1),
                id);
        return sql.first(
                        """
                        UPDATE job SET state = 'running', attempt = attempt + 1, token = token + 1, worker = ?, lease_until = ?
                        WHERE id = ? RETURNING account, queue, key, payload, attempt, token""",
                        row -> new Job(
                                id,
                                new AccountId(row.getString(1)),
                                Queue.valueOf(row.getString(2)),
                                JobsBlocking.key(row.getString(3)),
                                new JsonObject(row.getString(4)),
                                groups,
                                row.getInt(5),
                                row.getLong(6)),
                        worker,
                        until,
                        id)
                .orElseThrow();
    }

    /** False when the claim is lost. */
    boolean renew(Job job, long until) throws SQLException {
        return sql.change(
                        "UPDATE job SET lease_until = ? WHERE id = ? AND token = ? AND state = 'running'",
                        until,
                        job.id(),
                        job.token())
                == 1;
    }

    boolean holds(Job job) throws SQLException {
        return sql.first(
                        "SELECT 1 FROM job WHERE id = ? AND token = ? AND state = 'running'",
                        row -> true,
                        job.id(),
                        job.token())
                .isPresent();
    }

    /** A job somebody could claim now. */
    record Candidate(String account, long id) {}
}
