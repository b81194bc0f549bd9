package io.knarr.storage.embedded;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Statements on one connection. Each text is prepared once and kept: preparing costs more than most of these statements,
 * and the driver keeps none. One thread.
 */
final class SqlBlocking implements AutoCloseable {
    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    SqlBlocking(Connection connection) {
        this.connection = connection;
    }

    /** Reads one row. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Runs what returns no rows; the result is how many rows it changed. */
    int change(String sql, @Nullable Object... values) throws SQLException {
        return using(sql, values, PreparedStatement::executeUpdate);
    }

    <T> List<T> rows(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
        return using(sql, values, statement -> {
            List<T> all = new ArrayList<>();
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    all.add(row.read(found));
                }
            }
            return all;
        });
    }

    /** The first row; for statements that give at most one. */
    <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
        return rows(sql, row, values).stream().findFirst();
    }

    /** Runs a statement without values that is not worth keeping. */
    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean _ = statement.execute(sql);
        }
    }

    private <T> T using(String sql, @Nullable Object[] values, Use<T> use) throws SQLException {
        PreparedStatement statement = prepared.remove(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
        }
        boolean usable = false;
        try {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            T result = use.of(statement);
            usable = true;
            return result;
        } finally {
            // The driver has finished off a statement that failed: it is good for nothing any more.
            if (usable) {
                prepared.put(sql, statement);
            } else {
                statement.close();
            }
        }
    }

    @FunctionalInterface
    private interface Use<T> {
        T of(PreparedStatement statement) throws SQLException;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
