package io.knarr.work;

import io.knarr.identity.AccountId;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * Background work as its caller sees it (core 8.1). Its id is also the group of its jobs.
 *
 * @param user who started it
 * @param type {@code add_resource}, {@code admin_reindex}, …
 * @param resourceId usually the root address
 * @param stage free text
 * @param error see {@link ErrorText#ofTask}
 */
public record Task(
        String id,
        AccountId account,
        String user,
        String type,
        Status status,
        Instant createdAt,
        Instant updatedAt,
        Optional<String> resourceId,
        JsonObject meta,
        Optional<String> stage,
        Optional<JsonObject> result,
        Optional<String> error) {
    /** What a task is when it is made: {@code PENDING}. */
    public static Task pending(TaskStore.NewTask task, String id, Instant now) {
        Instant at = now.truncatedTo(ChronoUnit.MILLIS);
        return new Task(
                id,
                task.account(),
                task.user(),
                task.type(),
                Status.PENDING,
                at,
                at,
                task.resourceId(),
                task.meta(),
                task.stage(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * This task, changed. One that has ended stays as it is; one that is being cancelled stays so until it ends, whatever
     * stage is reported meanwhile. The error is masked and cut, a {@code user_key} in the result is removed.
     */
    public Task after(TaskStore.Change change, Instant now) {
        if (status.ended()) {
            return this;
        }
        Status next = change.status()
                .filter(wanted -> status != Status.CANCELLING || wanted.ended())
                .orElse(status);
        return new Task(
                id,
                account,
                user,
                type,
                next,
                createdAt,
                now.truncatedTo(ChronoUnit.MILLIS),
                change.resourceId().or(() -> resourceId),
                meta,
                next.ended() ? Optional.of(next.label()) : change.stage().or(() -> stage),
                change.result().map(Task::withoutUserKey).or(() -> result),
                change.error().map(ErrorText::ofTask).or(() -> error));
    }

    /** When it is no longer shown; empty while it has not ended. */
    public Optional<Instant> expiresAt() {
        return switch (status) {
            case COMPLETED, CANCELLED -> Optional.of(updatedAt.plus(TaskStore.KEPT_WHEN_DONE));
            case FAILED -> Optional.of(updatedAt.plus(TaskStore.KEPT_WHEN_FAILED));
            case PENDING, RUNNING, CANCELLING -> Optional.empty();
        };
    }

    private static JsonObject withoutUserKey(JsonObject result) {
        JsonObject copy = result.copy();
        copy.remove("user_key");
        copy.forEach(entry -> {
            if (entry.getValue() instanceof JsonObject inner) {
                entry.setValue(withoutUserKey(inner));
            }
        });
        return copy;
    }

    /** Where a task stands. */
    public enum Status {
        PENDING,
        RUNNING,
        CANCELLING,
        CANCELLED,
        COMPLETED,
        FAILED;

        /** As in JSON: lower case. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        public boolean ended() {
            return this == CANCELLED || this == COMPLETED || this == FAILED;
        }
    }
}
