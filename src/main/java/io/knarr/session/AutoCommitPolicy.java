package io.knarr.session;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * When a session commits by itself (sessions 9). 0 turns a trigger off. Values out of range are brought into it.
 *
 * @param pendingTokenThreshold more tokens than this would be archived
 * @param messageCountThreshold more live messages than this
 * @param idleTimeoutSeconds nothing was said for so long
 * @param keepRecentCount messages that stay live
 * @param minCommitIntervalSeconds between two automatic commits
 */
public record AutoCommitPolicy(
        int pendingTokenThreshold,
        int messageCountThreshold,
        int idleTimeoutSeconds,
        int keepRecentCount,
        int minCommitIntervalSeconds) {
    private static final int WEEK_SECONDS = 604_800;

    public static final AutoCommitPolicy DEFAULT = new AutoCommitPolicy(150_000, 100, 86_400, 0, 0);

    public AutoCommitPolicy {
        pendingTokenThreshold = Math.clamp(pendingTokenThreshold, 0, 1_000_000);
        messageCountThreshold = Math.clamp(messageCountThreshold, 0, 1000);
        idleTimeoutSeconds = Math.clamp(idleTimeoutSeconds, 0, WEEK_SECONDS);
        keepRecentCount = Math.clamp(keepRecentCount, 0, 1000);
        minCommitIntervalSeconds = Math.clamp(minCommitIntervalSeconds, 0, WEEK_SECONDS);
    }

    /** This policy with the fields that are named. */
    public AutoCommitPolicy with(JsonObject given) {
        return new AutoCommitPolicy(
                whole(given, "pending_token_threshold", pendingTokenThreshold),
                whole(given, "message_count_threshold", messageCountThreshold),
                whole(given, "idle_timeout_seconds", idleTimeoutSeconds),
                whole(given, "keep_recent_count", keepRecentCount),
                whole(given, "min_commit_interval_seconds", minCommitIntervalSeconds));
    }

    private static int whole(JsonObject given, String key, int otherwise) {
        return given.getValue(key) instanceof Number number
                ? Math.clamp(number.longValue(), 0, Integer.MAX_VALUE)
                : otherwise;
    }

    public JsonObject json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("pending_token_threshold", pendingTokenThreshold);
        fields.put("message_count_threshold", messageCountThreshold);
        fields.put("idle_timeout_seconds", idleTimeoutSeconds);
        fields.put("keep_recent_count", keepRecentCount);
        fields.put("min_commit_interval_seconds", minCommitIntervalSeconds);
        return new JsonObject(fields);
    }

    /** Whether a write made the session ripe. */
    public boolean isDue(int pendingTokens, int messages) {
        return (pendingTokenThreshold > 0 && pendingTokens > pendingTokenThreshold)
                || (messageCountThreshold > 0 && messages > messageCountThreshold);
    }
}
