package io.knarr.storage.embedded;

import io.knarr.identity.AccountId;
import io.knarr.work.Task;
import io.knarr.work.TaskStore;
import io.vertx.core.json.JsonObject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Tasks as rows. Those that have expired are not there, swept or not. */
final class TasksBlocking {
    private final SqlBlocking sql;

    TasksBlocking(SqlBlocking sql) {
        this.sql = sql;
    }

    /** False when the id is taken. */
    boolean insert(Task task) throws SQLException {
        return sql.change(
                        """
                        INSERT INTO task (id, account, user, type, status, created, updated, resource_id, meta, stage)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
                        task.id(),
                        task.account().id(),
                        task.user(),
                        task.type(),
                        task.status().name(),
                        task.createdAt().toEpochMilli(),
                        task.updatedAt().toEpochMilli(),
                        task.resourceId().orElse(null),
                        task.meta().encode(),
                        task.stage().orElse(null))
                == 1;
    }

    void update(Task task) throws SQLException {
        int _ = sql.change(
                """
                UPDATE task SET status = ?, updated = ?, expires = ?, resource_id = ?, stage = ?, result = ?, error = ?
                WHERE id = ?""",
                task.status().name(),
                task.updatedAt().toEpochMilli(),
                task.expiresAt().map(Instant::toEpochMilli).orElse(null),
                task.resourceId().orElse(null),
                task.stage().orElse(null),
                task.result().map(JsonObject::encode).orElse(null),
                task.error().orElse(null),
                task.id());
    }

    Optional<Task> find(AccountId account, String id, long now) throws SQLException {
        return sql.first(
                "SELECT * FROM task WHERE id = ? AND account = ? AND (expires IS NULL OR expires > ?)",
                TasksBlocking::task,
                id,
                account.id(),
                now);
    }

    List<Task> list(AccountId account, TaskStore.Query query, long now) throws SQLException {
        return sql.rows(
                """
                SELECT * FROM task WHERE account = ?1 AND (expires IS NULL OR expires > ?2)
                  AND (?3 IS NULL OR user = ?3) AND (?4 IS NULL OR type = ?4)
                  AND (?5 IS NULL OR lower(status) = ?5) AND (?6 IS NULL OR resource_id = ?6)
                ORDER BY seq DESC LIMIT ?7""",
                TasksBlocking::task,
                account.id(),
                now,
                query.user().orElse(null),
                query.type().orElse(null),
                query.status().orElse(null),
                query.resourceId().orElse(null),
                query.limit());
    }

    List<Task> unfinished() throws SQLException {
        return sql.rows("SELECT * FROM task WHERE expires IS NULL ORDER BY seq", TasksBlocking::task);
    }

    void sweep(long now) throws SQLException {
        int _ = sql.change("DELETE FROM task WHERE expires <= ?", now);
    }

    private static Task task(ResultSet row) throws SQLException {
        return new Task(
                row.getString("id"),
                new AccountId(row.getString("account")),
                row.getString("user"),
                row.getString("type"),
                Task.Status.valueOf(row.getString("status")),
                Instant.ofEpochMilli(row.getLong("created")),
                Instant.ofEpochMilli(row.getLong("updated")),
                Optional.ofNullable(row.getString("resource_id")),
                new JsonObject(row.getString("meta")),
                Optional.ofNullable(row.getString("stage")),
                Optional.ofNullable(row.getString("result")).map(JsonObject::new),
                Optional.ofNullable(row.getString("error")));
    }
}
