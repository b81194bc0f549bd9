package io.knarr.storage.embedded;

import io.knarr.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * The connection, and the batches that share a commit. All but {@link #announce} is called by the one thread of the store.
 */
final class WorkDatabaseBlocking {
    /** Operations per commit: keeps the last of them from being redone for too many others. */
    private static final int MAX_BATCH = 256;

    private static final int BUSY_TIMEOUT_MS = 5_000;

    /** After a burst the write-ahead log shrinks to this. */
    private static final int MAX_IDLE_LOG_BYTES = 16 << 20;

    /** The smallest page, sqlite.org/fileformat.html 1.2. */
    private static final int MIN_DATABASE_BYTES = 512;

    private final Path file;
    private final Queue<Step<?>> announced = new ConcurrentLinkedQueue<>();
    private @Nullable SqlBlocking open;

    WorkDatabaseBlocking(Path file) {
        this.file = file;
    }

    void open() {
        if (open != null) {
            return;
        }
        try {
            refuseStub();
            SqlBlocking sql = new SqlBlocking(config().createConnection("jdbc:sqlite:" + file.toUri()));
            try {
                sql.execute("BEGIN IMMEDIATE");
                WorkSchemaBlocking.migrate(sql, file);
                new JobsBlocking(sql).recover();
                sql.execute("COMMIT");
                open = sql;
            } finally {
                if (open == null) {
                    sql.close();
                }
            }
        } catch (SQLException failure) {
            throw SqliteFaults.of(failure, file);
        } catch (IOException failure) {
            throw SqliteFaults.unreadable(file, failure);
        }
    }

    /** SQLite takes a file that is shorter than any database for an empty one, and would write over it. */
    private void refuseStub() throws IOException {
        long bytes = Files.exists(file) ? Files.size(file) : 0;
        if (bytes > 0 && bytes < MIN_DATABASE_BYTES) {
            throw new IOException("only " + bytes + " bytes");
        }
    }

    /** An answer of “done” must survive a power cut: hence FULL, which syncs the log at each commit. */
    private static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        config.enforceForeignKeys(true);
        config.setJournalSizeLimit(MAX_IDLE_LOG_BYTES);
        return config;
    }

    void close() {
        SqlBlocking sql = open;
        open = null;
        if (sql != null) {
            try {
                sql.close();
            } catch (SQLException failure) {
                throw SqliteFaults.of(failure, file);
            }
        }
    }

    /** Lets a step take part in the next batch, whoever starts it. Any thread. */
    void announce(Step<?> step) {
        announced.add(step);
    }

    /** What a step comes to; executes it, with all that were announced, unless an earlier batch has done so. */
    <T> T outcomeOf(Step<T> step) {
        if (!step.done()) {
            List<Step<?>> batch = new ArrayList<>();
            batch.add(step);
            for (Step<?> next = announced.poll(); next != null; next = announced.poll()) {
                if (next != step && !next.done()) {
                    batch.add(next);
                }
                if (batch.size() == MAX_BATCH) {
                    break;
                }
            }
            executeTogether(batch);
        }
        return step.outcome();
    }

    private void executeTogether(List<Step<?>> batch) {
        SqlBlocking sql = open;
        if (sql == null) {
            Fault closed = Fault.unavailable("The job store", "it is not open");
            batch.forEach(step -> step.fail(closed));
            return;
        }
        try {
            commit(sql, batch);
        } catch (SQLException failure) {
            if (batch.size() == 1) {
                batch.getFirst().fail(SqliteFaults.of(failure, file));
            } else {
                // The transaction as a whole is gone (a full disk does that): each for itself shows whose fault it was.
                batch.forEach(step -> executeTogether(List.of(step)));
            }
        }
    }

    private void commit(SqlBlocking sql, List<Step<?>> batch) throws SQLException {
        boolean committed = false;
        try {
            int _ = sql.change("BEGIN IMMEDIATE");
            for (Step<?> step : batch) {
                execute(sql, step);
            }
            int _ = sql.change("COMMIT");
            committed = true;
        } finally {
            if (!committed) {
                rollBack(sql);
            }
        }
    }

    /** A step that fails takes back what it did, and nothing else. */
    private void execute(SqlBlocking sql, Step<?> step) throws SQLException {
        int _ = sql.change("SAVEPOINT step");
        try {
            step.execute(sql);
        } catch (SQLException failure) {
            takeBack(sql, failure);
            step.fail(SqliteFaults.of(failure, file));
        } catch (RuntimeException failure) {
            // Whatever it is, it belongs to the caller of this step and not to those who share the commit.
            takeBack(sql, new SQLException(failure));
            step.fail(failure);
        }
        int _ = sql.change("RELEASE step");
    }

    private static void takeBack(SqlBlocking sql, SQLException reason) throws SQLException {
        try {
            int _ = sql.change("ROLLBACK TO step");
        } catch (SQLException noSavepoint) {
            reason.addSuppressed(noSavepoint);
            throw reason;
        }
    }

    private static void rollBack(SqlBlocking sql) {
        try {
            int _ = sql.change("ROLLBACK");
        } catch (SQLException noTransaction) {
            // SQLite has rolled back by itself: the state that was wanted.
        }
    }
}
