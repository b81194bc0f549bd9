package io.knarr.session;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a session beside its messages: the object of {@code .meta.json} (sessions 3.3, 8). Keys that this version
 * does not know are kept. Immutable.
 */
public final class SessionMeta {
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final JsonObject json;

    private SessionMeta(JsonObject json) {
        this.json = json;
    }

    /** As the server writes times (sessions 1.4). */
    public static String stamp(Instant moment) {
        return MILLIS.format(moment);
    }

    public static SessionMeta create(
            String id,
            String account,
            String user,
            Instant now,
            Optional<MemoryPolicy> memory,
            Optional<AutoCommitPolicy> auto,
            List<String> tags) {
        return new SessionMeta(new JsonObject()
                .put("session_id", id)
                .put("created_at", stamp(now))
                .put("updated_at", stamp(now))
                .put("created_by_account_id", account)
                .put("created_by_user_id", user)
                .put("message_count", 0)
                .put("total_message_count", 0)
                .put("commit_count", 0)
                .put("memories_extracted", new JsonObject().put("total", 0))
                .put("last_commit_at", "")
                .put("llm_token_usage", llm(0, 0))
                .put("embedding_token_usage", new JsonObject().put("total_tokens", 0))
                .put("pending_tokens", 0)
                .put("keep_recent_count", 0)
                .put("retention_mode", "")
                .put("keep_recent_turn_count", 0)
                .put("retained_message_token_budget", 0)
                .put("min_raw_tail_steps", 1)
                .put("memory_policy", memory.map(MemoryPolicy::json).orElse(null))
                .put("auto_commit_policy", auto.map(AutoCommitPolicy::json).orElse(null))
                .put("last_message_at", "")
                .put("last_auto_commit_at", "")
                .put("event_search_tags", new JsonArray(tags)));
    }

    private static JsonObject llm(long prompt, long completion) {
        return new JsonObject()
                .put("prompt_tokens", prompt)
                .put("completion_tokens", completion)
                .put("total_tokens", prompt + completion)
                .put("cached_tokens", 0)
                .put("reasoning_tokens", 0);
    }

    public static SessionMeta read(JsonObject stored) {
        return new SessionMeta(stored.copy());
    }

    /** A copy. */
    public JsonObject json() {
        return json.copy();
    }

    private SessionMeta with(JsonObject changes) {
        return new SessionMeta(json.copy().mergeIn(changes));
    }

    public String id() {
        return json.getString("session_id", "");
    }

    public int commitCount() {
        return json.getInteger("commit_count", 0);
    }

    public int totalMessages() {
        return json.getInteger("total_message_count", 0);
    }

    public List<String> eventTags() {
        return json.getJsonArray("event_search_tags", new JsonArray()).stream()
                .map(String::valueOf)
                .toList();
    }

    public Optional<AutoCommitPolicy> autoCommit() {
        return Optional.ofNullable(json.getJsonObject("auto_commit_policy")).map(AutoCommitPolicy.DEFAULT::with);
    }

    public Optional<JsonObject> memoryPolicy() {
        return Optional.ofNullable(json.getJsonObject("memory_policy"));
    }

    public String lastAutoCommitAt() {
        return json.getString("last_auto_commit_at", "");
    }

    public String lastMessageAt() {
        return json.getString("last_message_at", "");
    }

    /** How the next commit would split, by what the last one asked for. */
    public Retention retention() {
        return json.getString("retention_mode", "").equals("turn_budget")
                ? new Retention.TurnBudget(
                        json.getInteger("keep_recent_turn_count", 3),
                        Math.max(1, json.getInteger("retained_message_token_budget", 12_000)),
                        json.getInteger("min_raw_tail_steps", 1))
                : new Retention.Recent(json.getInteger("keep_recent_count", 0));
    }

    /** Tokens that the next commit would archive. */
    public int pendingTokens(List<Message> live) {
        return Message.tokens(retention().plan(live).archived());
    }

    SessionMeta withMessages(List<Message> live, int added, Instant now) {
        return with(new JsonObject()
                .put("message_count", live.size())
                .put("total_message_count", totalMessages() + added)
                .put("pending_tokens", pendingTokens(live))
                .put("updated_at", stamp(now))
                .put("last_message_at", stamp(now)));
    }

    SessionMeta withAutoCommit(Optional<AutoCommitPolicy> policy, Instant now) {
        return with(new JsonObject()
                .put("auto_commit_policy", policy.map(AutoCommitPolicy::json).orElse(null))
                .put("updated_at", stamp(now)));
    }

    SessionMeta withEventTags(List<String> tags, Instant now) {
        return with(
                new JsonObject().put("event_search_tags", new JsonArray(tags)).put("updated_at", stamp(now)));
    }

    /** After phase 1 of a commit, archived or skipped. */
    SessionMeta withCommit(Retention retention, int number, List<Message> live, Instant now, boolean archived) {
        JsonObject changes = retentionJson(retention)
                .put("message_count", live.size())
                .put("pending_tokens", 0)
                .put("updated_at", stamp(now));
        if (archived) {
            changes.put("commit_count", number).put("last_commit_at", stamp(now));
        }
        return with(changes);
    }

    SessionMeta withAutoCommitAt(Instant now) {
        return with(new JsonObject().put("last_auto_commit_at", stamp(now)));
    }

    /** The parameters of a commit as they are stored. */
    static JsonObject retentionJson(Retention retention) {
        return switch (retention) {
            case Retention.Recent(int count) ->
                new JsonObject()
                        .put("keep_recent_count", count)
                        .put("retention_mode", "")
                        .put("keep_recent_turn_count", 0)
                        .put("retained_message_token_budget", 0)
                        .put("min_raw_tail_steps", 1);
            case Retention.TurnBudget(int turns, int tokens, int steps) ->
                new JsonObject()
                        .put("retention_mode", "turn_budget")
                        .put("keep_recent_turn_count", turns)
                        .put("retained_message_token_budget", tokens)
                        .put("min_raw_tail_steps", steps);
        };
    }

    /** The newest archive whose memories are counted. */
    int countedArchive() {
        return json.getInteger("counted_archive", 0);
    }

    /** Adds what a commit brought. */
    SessionMeta withExtracted(JsonObject counts, long promptTokens, long completionTokens, int archive, Instant now) {
        JsonObject memories =
                json.getJsonObject("memories_extracted", new JsonObject()).copy();
        int total = memories.getInteger("total", 0);
        for (String key : counts.fieldNames()) {
            int more = counts.getInteger(key, 0);
            memories.put(key, memories.getInteger(key, 0) + more);
            total += more;
        }
        JsonObject used = json.getJsonObject("llm_token_usage", llm(0, 0));
        return with(new JsonObject()
                .put("counted_archive", archive)
                .put("memories_extracted", memories.put("total", total))
                .put(
                        "llm_token_usage",
                        llm(
                                used.getLong("prompt_tokens", 0L) + promptTokens,
                                used.getLong("completion_tokens", 0L) + completionTokens))
                .put("updated_at", stamp(now)));
    }
}
