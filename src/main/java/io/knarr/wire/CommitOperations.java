package io.knarr.wire;

import io.knarr.context.Tags;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.Caller;
import io.knarr.session.Commits;
import io.knarr.session.Retention;
import io.knarr.session.SessionContext;
import io.knarr.session.ToolResults;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** {@code /api/v1/sessions}: what is archived of them, and what is read from them (sessions 5, 6, 7). */
public final class CommitOperations {
    private static final int TURNS = 3;
    private static final int TURN_TOKENS = 12_000;

    private final Commits commits;
    private final SessionContext context;
    private final ToolResults toolResults;

    public CommitOperations(Commits commits, SessionContext context, ToolResults toolResults) {
        this.commits = commits;
        this.context = context;
        this.toolResults = toolResults;
    }

    public Operations operations() {
        return Operations.none()
                .on("sessions.commit", this::commit)
                .on("sessions.context", this::context)
                .on("sessions.archive", this::archive)
                .on("sessions.tool_results", this::toolResults)
                .on("sessions.tool_result", this::toolResult)
                .on("sessions.search_tool_result", this::searchToolResult);
    }

    private Future<Answer> commit(Caller caller, Input input) {
        long started = System.nanoTime();
        String id = input.text("session_id");
        Commits.Request request = new Commits.Request(retention(input), eventTags(input), false);
        return commits.commit(caller, id, request)
                .map(outcome -> Answer.of(
                        json(id, outcome),
                        input.wantsTelemetry()
                                ? Optional.of(
                                        Telemetry.of("session.commit", System.nanoTime() - started, new JsonObject()))
                                : Optional.empty()));
    }

    private static Retention retention(Input input) {
        OptionalInt turns = input.optionalInteger("keep_recent_turn_count");
        OptionalInt tokens = input.optionalInteger("retained_message_token_budget");
        OptionalInt steps = input.optionalInteger("min_raw_tail_steps");
        if (input.optionalText("retention_mode").isPresent()) {
            return new Retention.TurnBudget(turns.orElse(TURNS), tokens.orElse(TURN_TOKENS), steps.orElse(1));
        }
        if (Stream.of(turns, tokens, steps).anyMatch(OptionalInt::isPresent)) {
            throw Fault.invalid("retention_mode='turn_budget' is required when Turn retention fields are set");
        }
        return new Retention.Recent(input.integer("keep_recent_count"));
    }

    private static Optional<List<String>> eventTags(Input input) {
        return input.object("extraction_metadata")
                .map(metadata -> metadata.getJsonObject("event"))
                .map(event -> event.getJsonArray("tags"))
                .map(tags ->
                        Tags.requireValid(tags.stream().map(String::valueOf).toList()));
    }

    private static JsonObject json(String id, Commits.Outcome outcome) {
        JsonObject json = new JsonObject().put("session_id", id);
        return switch (outcome) {
            case Commits.Outcome.Accepted accepted ->
                active(
                        json.put("status", "accepted")
                                .put("task_id", accepted.taskId())
                                .put("archive_uri", accepted.archive().toString())
                                .put("archived", true)
                                .put("trace_id", ""),
                        Optional.of(accepted.plan()));
            case Commits.Outcome.Skipped skipped ->
                active(
                        json.put("status", "skipped")
                                .put("task_id", null)
                                .put("archive_uri", null)
                                .put("archived", false)
                                .put("reason", skipped.reason())
                                .put("trace_id", ""),
                        skipped.plan());
        };
    }

    private static JsonObject active(JsonObject json, Optional<Retention.Plan> plan) {
        plan.ifPresent(known -> json.put("estimated_active_tokens", known.activeTokens())
                .put("budget_exceeded", known.budgetExceeded()));
        return json;
    }

    private Future<Answer> context(Caller caller, Input input) {
        int budget = input.integer("token_budget");
        if (budget < 0) {
            return Future.succeededFuture(refused(
                    "token_budget must be greater than or equal to 0",
                    Map.of("field", "token_budget", "value", budget)));
        }
        return context.assemble(caller, input.text("session_id"), budget).map(assembled -> {
            int archiveTokens = assembled.overviewTokens();
            JsonObject stats = new JsonObject()
                    .put("totalArchives", assembled.archives())
                    .put("includedArchives", 0)
                    .put("droppedArchives", Math.max(0, assembled.archives() - assembled.failedArchives()))
                    .put("failedArchives", assembled.failedArchives())
                    .put("activeTokens", assembled.messageTokens())
                    .put("archiveTokens", archiveTokens);
            return Answer.of(new JsonObject()
                    .put("latest_archive_overview", assembled.overview())
                    .put("pre_archive_abstracts", new JsonArray())
                    .put("messages", SessionOperations.json(assembled.messages()))
                    .put("estimatedTokens", assembled.messageTokens() + archiveTokens)
                    .put("stats", stats));
        });
    }

    private static Answer refused(String message, Map<String, Object> details) {
        return new Answer.Rejected(new Fault(Code.INVALID_ARGUMENT, message, details), Optional.empty());
    }

    private Future<Answer> archive(Caller caller, Input input) {
        String archiveId = input.text("archive_id");
        return context.archive(caller, input.text("session_id"), archiveId)
                .map(found -> found.map(archive -> Answer.of(new JsonObject()
                                .put("archive_id", archive.id())
                                .put("abstract", archive.summary())
                                .put("overview", archive.overview())
                                .put("messages", SessionOperations.json(archive.messages()))))
                        .orElseGet(() -> new Answer.Rejected(
                                new Fault(Code.NOT_FOUND, "Archive " + archiveId + " not found"), Optional.empty())));
    }

    private Future<Answer> toolResults(Caller caller, Input input) {
        return toolResults
                .list(caller, input.text("session_id"), input.optionalText("tool_name"), input.integer("limit"))
                .map(all -> Answer.of(new JsonObject().put("tool_results", new JsonArray(all))));
    }

    private Future<Answer> toolResult(Caller caller, Input input) {
        int limit = input.integer("limit");
        int offset = input.integer("offset");
        if (limit < -1) {
            return Future.succeededFuture(refused(
                    "limit must be -1 (to the end) or greater than or equal to 0",
                    Map.of("field", "limit", "value", limit)));
        }
        String id = input.text("tool_result_id");
        return toolResults
                .read(caller, input.text("session_id"), id, offset, limit)
                .map(read -> {
                    JsonObject json = new JsonObject()
                            .put("tool_result_id", id)
                            .put("content", read.content())
                            .put("offset", offset)
                            .put("limit", limit)
                            .put("offset_unit", "unicode_code_point")
                            .put("total_chars", read.total())
                            .put("has_more", limit >= 0 && read.hasMore());
                    if (input.flag("include_metadata")) {
                        json.put("metadata", read.metadata());
                    }
                    return Answer.of(json);
                });
    }

    private Future<Answer> searchToolResult(Caller caller, Input input) {
        String id = input.text("tool_result_id");
        String wanted = input.text("q");
        if (wanted.isEmpty()) {
            return Future.failedFuture(Fault.invalid("q is the text to look for, at least one character"));
        }
        return toolResults
                .search(
                        caller,
                        input.text("session_id"),
                        id,
                        wanted,
                        input.integer("limit"),
                        input.integer("context_chars"))
                .map(found -> {
                    JsonArray matches = new JsonArray();
                    found.forEach(match -> matches.add(new JsonObject()
                            .put("offset", match.offset())
                            .put("offset_unit", "unicode_code_point")
                            .put("snippet", match.snippet())));
                    return Answer.of(new JsonObject().put("tool_result_id", id).put("matches", matches));
                });
    }
}
