package io.knarr.storage.embedded;

import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.work.Task;
import io.knarr.work.TaskStore;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Tasks in the {@link WorkDatabase}, which is opened and closed by whoever made it. */
public final class SqliteTaskStore implements TaskStore {
    private final WorkDatabase database;
    private final Clock clock;
    private final Supplier<UUID> ids;

    /** @param ids makes ids of tasks that come without one, each once */
    public SqliteTaskStore(WorkDatabase database, Clock clock, Supplier<UUID> ids) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public Future<Task> create(NewTask wanted) {
        Task task = Task.pending(wanted, wanted.id().orElseGet(() -> ids.get().toString()), clock.instant());
        return database.run(sql -> {
            TasksBlocking tasks = new TasksBlocking(sql);
            tasks.sweep(clock.millis());
            if (!tasks.insert(task)) {
                throw Fault.alreadyExists("task", task.id());
            }
            return task;
        });
    }

    @Override
    public Future<Optional<Task>> find(AccountId account, String id) {
        return database.run(sql -> new TasksBlocking(sql).find(account, id, clock.millis()));
    }

    @Override
    public Future<List<Task>> list(AccountId account, Query query) {
        return database.run(sql -> new TasksBlocking(sql).list(account, query, clock.millis()));
    }

    @Override
    public Future<Optional<Task>> update(AccountId account, String id, Change change) {
        return database.run(sql -> {
            TasksBlocking tasks = new TasksBlocking(sql);
            Optional<Task> before = tasks.find(account, id, clock.millis());
            if (before.isEmpty() || before.get().status().ended()) {
                return before;
            }
            Task after = before.get().after(change, clock.instant());
            tasks.update(after);
            return Optional.of(after);
        });
    }

    @Override
    public Future<List<Task>> unfinished() {
        return database.run(sql -> new TasksBlocking(sql).unfinished());
    }
}
