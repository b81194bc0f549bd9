package io.knarr.storage.embedded;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * One operation on the database and, once it was executed, how it ended. Looked into by the thread of the store only.
 *
 * @param <T> what it results in
 */
final class Step<T> {
    private final Operation<T> operation;
    private @Nullable T result;
    private @Nullable RuntimeException failure;
    private boolean done;

    Step(Operation<T> operation) {
        this.operation = operation;
    }

    /** What to do inside a transaction. It may be done again from the start when the transaction fails. */
    @FunctionalInterface
    interface Operation<T> {
        T run(SqlBlocking sql) throws SQLException;
    }

    void execute(SqlBlocking sql) throws SQLException {
        failure = null;
        result = operation.run(sql);
        done = true;
    }

    void fail(RuntimeException reason) {
        failure = reason;
        done = true;
    }

    boolean done() {
        return done;
    }

    T outcome() {
        if (failure != null) {
            throw failure;
        }
        if (result == null) {
            throw new IllegalStateException("not executed");
        }
        return result;
    }
}
