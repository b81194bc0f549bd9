package io.knarr.testing;

import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.work.Task;
import io.knarr.work.TaskStore;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Tasks in memory. Passes {@code TaskStoreContract}. */
public final class MemoryTaskStore implements TaskStore {
    private final Clock clock;
    private final Map<String, Task> tasks = new LinkedHashMap<>();

    public MemoryTaskStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Future<Task> create(NewTask wanted) {
        sweep();
        Task task = Task.pending(
                wanted, wanted.id().orElseGet(() -> UUID.randomUUID().toString()), clock.instant());
        return tasks.putIfAbsent(task.id(), task) == null
                ? Future.succeededFuture(task)
                : Future.failedFuture(Fault.alreadyExists("task", task.id()));
    }

    @Override
    public synchronized Future<Optional<Task>> find(AccountId account, String id) {
        sweep();
        return Future.succeededFuture(own(account, id));
    }

    @Override
    public synchronized Future<List<Task>> list(AccountId account, Query query) {
        sweep();
        List<Task> newestFirst = new ArrayList<>(tasks.values()).reversed();
        return Future.succeededFuture(newestFirst.stream()
                .filter(task -> task.account().equals(account))
                .filter(task -> query.user().map(task.user()::equals).orElse(true))
                .filter(task -> query.type().map(task.type()::equals).orElse(true))
                .filter(task ->
                        query.status().map(task.status().label()::equals).orElse(true))
                .filter(task ->
                        query.resourceId().isEmpty() || query.resourceId().equals(task.resourceId()))
                .limit(query.limit())
                .toList());
    }

    @Override
    public synchronized Future<Optional<Task>> update(AccountId account, String id, Change change) {
        sweep();
        Optional<Task> changed = own(account, id).map(task -> task.after(change, clock.instant()));
        changed.ifPresent(task -> tasks.put(id, task));
        return Future.succeededFuture(changed);
    }

    @Override
    public synchronized Future<List<Task>> unfinished() {
        return Future.succeededFuture(
                tasks.values().stream().filter(task -> !task.status().ended()).toList());
    }

    private Optional<Task> own(AccountId account, String id) {
        return Optional.ofNullable(tasks.get(id)).filter(task -> task.account().equals(account));
    }

    private void sweep() {
        tasks.values()
                .removeIf(task -> task.expiresAt()
                        .map(end -> !end.isAfter(clock.instant()))
                        .orElse(false));
    }
}
