package io.knarr.work;

import io.knarr.identity.AccountId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The tasks that callers see. Completed and cancelled ones are kept 24 h, failed ones 7 days; expired ones are never shown.
 * Any thread; never blocks; durable.
 */
public interface TaskStore {
    Duration KEPT_WHEN_DONE = Duration.ofHours(24);
    Duration KEPT_WHEN_FAILED = Duration.ofDays(7);

    /** A new task, {@code PENDING}. {@code ALREADY_EXISTS} of type {@code task} when its id is taken. */
    Future<Task> create(NewTask task);

    Future<Optional<Task>> find(AccountId account, String id);

    /** Newest first. */
    Future<List<Task>> list(AccountId account, Query query);

    /**
     * Changes a task that has not ended, as {@link Task#after} says; one that has stays as it is. The result is the task as
     * it is then; empty when there is none.
     */
    Future<Optional<Task>> update(AccountId account, String id, Change change);

    /** Tasks, of any account, that have not ended, oldest first: what a process looks after when it starts. */
    Future<List<Task>> unfinished();

    /** @param id empty: a random UUID */
    record NewTask(
            Optional<String> id,
            AccountId account,
            String user,
            String type,
            Optional<String> resourceId,
            JsonObject meta,
            Optional<String> stage) {}

    /** Which tasks; empty parts match all, a status is compared with {@link Task.Status#label}. */
    record Query(
            Optional<String> user,
            Optional<String> type,
            Optional<String> status,
            Optional<String> resourceId,
            int limit) {}

    /** What becomes of a task; empty parts stay. An ending status also becomes the stage. */
    record Change(
            Optional<Task.Status> status,
            Optional<String> stage,
            Optional<String> resourceId,
            Optional<JsonObject> result,
            Optional<String> error) {
        public static Change stage(String stage) {
            return new Change(
                    Optional.of(Task.Status.RUNNING),
                    Optional.of(stage),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        public static Change status(Task.Status status) {
            return new Change(
                    Optional.of(status), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }

        public static Change completed(JsonObject result) {
            return new Change(
                    Optional.of(Task.Status.COMPLETED),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(result),
                    Optional.empty());
        }

        public static Change failed(String error) {
            return new Change(
                    Optional.of(Task.Status.FAILED),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(error));
        }
    }
}
