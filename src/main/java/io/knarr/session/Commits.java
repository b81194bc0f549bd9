package io.knarr.session;

import io.knarr.identity.Caller;
import io.knarr.storage.Storage;
import io.knarr.storage.TreeChange;
import io.knarr.tree.Node;
import io.knarr.uri.VikingUri;
import io.knarr.work.NewJob;
import io.knarr.work.Queue;
import io.knarr.work.TaskStore;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The first phase of a commit (sessions 5): what is to be archived moves from the session into an archive, and a durable job
 * stands for the rest.
 *
 * <p>The archive is written before the live messages are shortened. A crash in between leaves messages in both places; the job
 * then {@linkplain #settle takes them away} from the live ones.
 */
public final class Commits {
    /** The task’s type, as clients know it. */
    public static final String TASK_TYPE = "session_commit";

    private static final String PHASE = "phase1";

    private final Storage storage;
    private final SessionFiles files;
    private final Archives archives;
    private final Clock clock;

    public Commits(Storage storage, SessionFiles files, Archives archives, Clock clock) {
        this.storage = storage;
        this.files = files;
        this.archives = archives;
        this.clock = clock;
    }

    /**
     * A commit that is asked for.
     *
     * @param eventTags for events of this commit alone; empty: those of the session
     * @param automatic whether the server itself asks
     */
    public record Request(Retention retention, Optional<List<String>> eventTags, boolean automatic) {}

    /** What became of it. */
    public sealed interface Outcome {
        /**
         * Nothing was there to archive.
         *
         * @param plan empty when there are no messages at all
         */
        record Skipped(String reason, Optional<Retention.Plan> plan) implements Outcome {}

        /** An archive was written, and a task stands for the rest. */
        record Accepted(String taskId, VikingUri archive, Retention.Plan plan) implements Outcome {}
    }

    /** {@code NOT_FOUND} of type {@code session}; {@code CONFLICT} when another change of it takes too long. */
    public Future<Outcome> commit(Caller caller, String id, Request request) {
        return address(caller, id).compose(session -> {
            return files.exclusively(
                    caller.account(),
                    session,
                    () -> files.load(caller.account(), session)
                            .compose(found -> found.isEmpty()
                                    ? Future.failedFuture(Sessions.missing(id))
                                    : committed(caller, found.get(), request)));
        });
    }

    private Future<Outcome> committed(Caller caller, SessionFiles.Stored stored, Request request) {
        Instant now = clock.instant();
        SessionMeta meta = Sessions.metaOf(caller, stored, now);
        Retention.Plan plan = request.retention().plan(stored.messages());
        if (plan.archived().isEmpty()) {
            Outcome skipped = stored.messages().isEmpty()
                    ? new Outcome.Skipped("no_messages", Optional.empty())
                    : new Outcome.Skipped("all_within_keep_window", Optional.of(plan));
            SessionMeta changed = meta.withCommit(request.retention(), 0, stored.messages(), now, false);
            return write(caller, stored.uri(), changed, stored.messages(), List.of(), List.of())
                    .map(skipped);
        }
        return archives.numbers(caller.account(), stored.uri()).compose(numbers -> {
            int last = numbers.isEmpty() ? 0 : numbers.getLast();
            return archived(caller, stored, request, plan, Math.max(meta.commitCount(), last) + 1);
        });
    }

    private Future<Outcome> archived(
            Caller caller, SessionFiles.Stored stored, Request request, Retention.Plan plan, int number) {
        Instant now = clock.instant();
        VikingUri session = stored.uri();
        VikingUri archive = SessionAddress.archive(session, number);
        String taskId = UUID.randomUUID().toString();
        SessionMeta old = Sessions.metaOf(caller, stored, now);
        SessionMeta committed = old.withCommit(request.retention(), number, plan.retained(), now, true);
        SessionMeta meta = request.automatic() ? committed.withAutoCommitAt(now) : committed;
        TaskStore.NewTask task = new TaskStore.NewTask(
                Optional.of(taskId),
                caller.account(),
                caller.user(),
                TASK_TYPE,
                Optional.of(session.name()),
                new JsonObject(),
                Optional.empty());
        NewJob job = new NewJob(Queue.SESSION_COMMIT, session, new JsonObject(), List.of(taskId));
        return files.json(caller.account(), session.child(SessionAddress.USED))
                .compose(used -> {
                    JsonObject intent = intent(request, plan, old, now)
                            .put("task_id", taskId)
                            .put("user_id", caller.user())
                            .put("usage", used.orElseGet(JsonObject::new));
                    TreeChange written = new TreeChange.WriteAll(
                            archive,
                            Map.of(
                                    SessionAddress.MESSAGES, MessageJson.lines(plan.archived()),
                                    SessionAddress.META, Buffer.buffer(intent.encodePrettily())));
                    List<TreeChange> before = new ArrayList<>(List.of(written));
                    used.ifPresent(_ -> before.add(new TreeChange.Delete(session.child(SessionAddress.USED))));
                    return storage.tasks()
                            .create(task)
                            .compose(_ -> write(caller, session, meta, plan.retained(), before, List.of(job)));
                })
                .map(_ -> new Outcome.Accepted(taskId, archive, plan));
    }

    private static JsonObject intent(Request request, Retention.Plan plan, SessionMeta meta, Instant now) {
        JsonObject phase = SessionMeta.retentionJson(request.retention())
                .put("version", 1)
                .put("status", "ready")
                .put("created_at", SessionMeta.stamp(now))
                .put("ready_at", SessionMeta.stamp(now))
                .put("archived_message_ids", ids(plan.archived()))
                .put("retained_message_ids", ids(plan.retained()));
        JsonObject intent = new JsonObject()
                .put(PHASE, phase)
                .put(
                        "agent_evolution",
                        new JsonObject().put("enabled", false).put("skip_reason", "agent_evolution_disabled"))
                .put("memory_policy", meta.memoryPolicy().orElse(null))
                .put("event_search_tags", new JsonArray(request.eventTags().orElseGet(meta::eventTags)));
        if (request.retention() instanceof Retention.TurnBudget) {
            JsonObject retention = new JsonObject()
                    .put("mode", "turn_budget")
                    .put("partial_turn", plan.cut().isPresent())
                    .put("estimated_active_tokens", plan.activeTokens())
                    .put("budget_exceeded", plan.budgetExceeded());
            plan.cut()
                    .ifPresent(cut -> retention
                            .put("turn_anchor_message_id", cut.anchor().id())
                            .put("checkpoint_source_message_ids", new JsonArray(cut.sources())));
            intent.put("retention_plan", retention);
        }
        return intent;
    }

    private static JsonArray ids(List<Message> messages) {
        return new JsonArray(messages.stream().map(Message::id).toList());
    }

    private Future<Void> write(
            Caller caller,
            VikingUri session,
            SessionMeta meta,
            List<Message> live,
            List<TreeChange> before,
            List<NewJob> jobs) {
        return files.change(session, meta, live, SessionFiles.sidecars(session, live))
                .compose(change -> {
                    List<TreeChange> changes = new ArrayList<>(before);
                    changes.add(change);
                    return storage.atomically(caller.account(), changes, jobs);
                });
    }

    /**
     * Takes from the live messages what an archive has and what was not retained: after a crash between the two steps of a commit
     * they are in both. To be done before an archive is worked on; does nothing otherwise.
     */
    public Future<Void> settle(Caller caller, VikingUri session, VikingUri archive, JsonObject archiveMeta) {
        JsonObject phase = archiveMeta.getJsonObject(PHASE, new JsonObject());
        Set<String> gone = texts(phase.getJsonArray("archived_message_ids"));
        gone.removeAll(texts(phase.getJsonArray("retained_message_ids")));
        return files.exclusively(
                caller.account(),
                session,
                () -> files.load(caller.account(), session).compose(found -> {
                    if (found.isEmpty()) {
                        return Future.succeededFuture();
                    }
                    SessionFiles.Stored stored = found.get();
                    List<Message> live = stored.messages().stream()
                            .filter(message -> !gone.contains(message.id()))
                            .toList();
                    if (live.size() == stored.messages().size()) {
                        return Future.succeededFuture();
                    }
                    Instant now = clock.instant();
                    SessionMeta meta = Sessions.metaOf(caller, stored, now);
                    SessionMeta changed = meta.withCommit(
                            meta.retention(),
                            Math.max(meta.commitCount(), SessionAddress.archiveNumber(archive.name())),
                            live,
                            now,
                            true);
                    return write(caller, session, changed, live, List.of(), List.of());
                }));
    }

    private static Set<String> texts(JsonArray array) {
        return array == null
                ? new java.util.HashSet<>()
                : array.stream().map(String::valueOf).collect(Collectors.toSet());
    }

    /** Archives that are there, with their directory entries; for those who show a session. */
    Future<List<Node>> history(Caller caller, VikingUri session) {
        return archives.nodes(caller.account(), session);
    }

    /** {@code PERMISSION_DENIED} for an id that leads elsewhere. */
    private static Future<VikingUri> address(Caller caller, String id) {
        return Future.succeededFuture().map(_ -> SessionAddress.of(caller, id));
    }
}
