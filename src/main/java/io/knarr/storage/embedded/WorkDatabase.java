package io.knarr.storage.embedded;

import io.knarr.offload.Pool;
import io.knarr.offload.PoolSize;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * The file {@code work.db} of a data directory: jobs and tasks, in SQLite.
 *
 * <p>Operations that are asked for while another commit is under way share the next one, and its sync to the disk: many
 * small writers cost little more than one. An operation whose future succeeded is on the disk; one that failed has changed
 * nothing. Any thread; never blocks; futures complete on the caller’s context.
 *
 * <p>Faults: {@code UNAVAILABLE} when the file cannot be read (it is never removed: jobs are not derived from anything),
 * is not open, or too many operations wait; {@code WRITE_FAILED} when the medium is full.
 */
public final class WorkDatabase {
    /** What its pool has to be: SQLite has one writer, and one thread is what lets operations share a commit. */
    public static final PoolSize POOL = PoolSize.of(1, 10_000);

    private final Pool pool;
    private final WorkDatabaseBlocking database;

    /**
     * @param directory exists and belongs to this process alone: see {@link DataDirectory}
     * @param pool of size {@link #POOL}, used by nobody else
     */
    public WorkDatabase(Path directory, Pool pool) {
        this.pool = pool;
        this.database = new WorkDatabaseBlocking(directory.resolve("work.db"));
    }

    /** Opens or creates the file, and gives back to the queue what a process that died held or had claimed. */
    public Future<Void> open() {
        return pool.run(() -> {
                    database.open();
                    return true;
                })
                .mapEmpty();
    }

    /** Closes the file after what was asked for so far. */
    public Future<Void> close() {
        return pool.run(() -> {
                    database.close();
                    return true;
                })
                .mapEmpty();
    }

    /** Succeeds when the database answers. */
    public Future<Void> check() {
        return run(sql -> sql.first("SELECT count(*) FROM queue_ended", row -> row.getLong(1)))
                .mapEmpty();
    }

    <T> Future<T> run(Step.Operation<T> operation) {
        Step<T> step = new Step<>(operation);
        Future<T> outcome = pool.run(() -> database.outcomeOf(step));
        // Not before it was admitted: what is refused must not be executed with the next batch.
        if (!outcome.isComplete()) {
            database.announce(step);
        }
        return outcome;
    }

    Future<Void> change(Change change) {
        return this.<Boolean>run(sql -> {
                    change.run(sql);
                    return true;
                })
                .mapEmpty();
    }

    /** An operation without a result. */
    @FunctionalInterface
    interface Change {
        void run(SqlBlocking sql) throws SQLException;
    }
}
