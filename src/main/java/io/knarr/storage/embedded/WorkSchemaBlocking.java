package io.knarr.storage.embedded;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * The tables of {@link WorkDatabase}. {@code PRAGMA user_version} counts the steps that were made; a step that was released
 * is never changed again, what follows is added at the end.
 */
final class WorkSchemaBlocking {
    /**
     * Job: at most one of a key waits or is dead, and at most one runs; the database itself holds to that. A key is the
     * path of the address ({@code /a/b}, the root is empty), so that what is below it is the range from {@code key || '/'}
     * to {@code key || '0'}: '0' is the character after '/'. Times are epoch milliseconds.
     */
    private static final List<String> JOBS = List.of("""
            CREATE TABLE job (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                account TEXT NOT NULL,
                queue TEXT NOT NULL,
                key TEXT NOT NULL,
                payload TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('waiting', 'held', 'running', 'dead')),
                due INTEGER NOT NULL,
                attempt INTEGER NOT NULL DEFAULT 0,
                token INTEGER NOT NULL DEFAULT 0,
                worker TEXT,
                lease_until INTEGER,
                error TEXT
            ) STRICT""", """
            CREATE UNIQUE INDEX job_one_waits ON job (account, queue, key) WHERE state IN ('waiting', 'dead')""", """
            CREATE UNIQUE INDEX job_one_runs ON job (account, queue, key) WHERE state = 'running'""", """
            CREATE INDEX job_below ON job (account, queue, key, state)""", """
            CREATE INDEX job_claim ON job (queue, state, account, due)""", """
            CREATE INDEX job_lease ON job (queue, lease_until) WHERE state = 'running'""", """
            CREATE TABLE job_group (
                job INTEGER NOT NULL REFERENCES job (id) ON DELETE CASCADE,
                group_name TEXT NOT NULL,
                PRIMARY KEY (job, group_name)
            ) STRICT, WITHOUT ROWID""", """
            CREATE INDEX job_group_name ON job_group (group_name)""", """
            CREATE TABLE queue_ended (
                queue TEXT NOT NULL PRIMARY KEY,
                processed INTEGER NOT NULL,
                requeued INTEGER NOT NULL,
                errors INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID""", """
            CREATE TABLE group_ended (
                group_name TEXT NOT NULL,
                queue TEXT NOT NULL,
                processed INTEGER NOT NULL,
                requeued INTEGER NOT NULL,
                errors INTEGER NOT NULL,
                messages TEXT NOT NULL,
                changed INTEGER NOT NULL,
                PRIMARY KEY (group_name, queue)
            ) STRICT, WITHOUT ROWID""", """
            CREATE INDEX group_ended_changed ON group_ended (changed)""");

    private static final List<String> TASKS = List.of("""
            CREATE TABLE task (
                seq INTEGER PRIMARY KEY AUTOINCREMENT,
                id TEXT NOT NULL UNIQUE,
                account TEXT NOT NULL,
                user TEXT NOT NULL,
                type TEXT NOT NULL,
                status TEXT NOT NULL,
                created INTEGER NOT NULL,
                updated INTEGER NOT NULL,
                expires INTEGER,
                resource_id TEXT,
                meta TEXT NOT NULL,
                stage TEXT,
                result TEXT,
                error TEXT
            ) STRICT""", """
            CREATE INDEX task_account ON task (account, seq)""", """
            CREATE INDEX task_expires ON task (expires)""");

    private static final List<List<String>> STEPS = List.of(JOBS, TASKS);

    private WorkSchemaBlocking() {}

    /** Makes the steps that are missing. To be called inside a transaction. */
    static void migrate(SqlBlocking sql, Path file) throws SQLException {
        int made = sql.first("PRAGMA user_version", row -> row.getInt(1)).orElse(0);
        if (made > STEPS.size()) {
            throw new Fault(
                    Code.FAILED_PRECONDITION,
                    "The job store was written by a newer version of Knarr: " + file
                            + ". Start that version again; this one would not understand it.");
        }
        for (List<String> step : STEPS.subList(made, STEPS.size())) {
            for (String statement : step) {
                sql.execute(statement);
            }
        }
        sql.execute("PRAGMA user_version = " + STEPS.size());
    }
}
