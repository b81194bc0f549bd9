package io.knarr.work;

import io.knarr.identity.AccountId;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Background work as its caller sees it (core 8.1). Its id is also the group of its jobs.
 *
 * @param user who started it
 * @param type {@code add_resource}, {@code admin_reindex}, …
 * @param resourceId usually the root address
 * @param stage free text
 * @param error at most 500 characters, secrets masked
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
