package io.knarr.memory;

import io.knarr.context.Level;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.fault.Rounds;
import io.knarr.identity.AccountId;
import io.knarr.identity.Caller;
import io.knarr.identity.Role;
import io.knarr.layers.Sidecar;
import io.knarr.offload.Pool;
import io.knarr.session.Archives;
import io.knarr.session.Archives.Archive;
import io.knarr.session.Commits;
import io.knarr.session.MemoryPolicy;
import io.knarr.session.Message;
import io.knarr.session.SessionCounters;
import io.knarr.session.SessionMeta;
import io.knarr.storage.Storage;
import io.knarr.storage.TreeChange;
import io.knarr.uri.VikingUri;
import io.knarr.work.Handler;
import io.knarr.work.Job;
import io.knarr.work.NewJob;
import io.knarr.work.Queue;
import io.knarr.work.TaskStore;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The second phase of commits (sessions 5.3): gives the archives of a session that have none yet their summaries, and the user
 * the memories in them, oldest archive first. A job stands for the session, not for one archive: what is committed meanwhile is
 * done by the next job, and nothing overtakes.
 *
 * <p>Each step can be done again: drafts have the names they had, a merge that was done changes nothing, the archive is marked
 * done last.
 */
public final class CommitHandler implements Handler {
    static final String DIFF = "memory_diff.json";
    private static final String EXTRACTIVE = "extractive";
    private static final List<String> TYPES =
            List.of("entities", "events", "identity", "preferences", "profile", "soul");

    private final Storage storage;
    private final Archives archives;
    private final Commits commits;
    private final Memories memories;
    private final SessionCounters counters;
    private final Pool compute;
    private final Clock clock;
    private final boolean extracts;

    /** @param extracts whether memories are made at all ({@code memory.extraction_enabled}) */
    public CommitHandler(
            Storage storage,
            Archives archives,
            Commits commits,
            SessionCounters counters,
            Pool compute,
            Clock clock,
            boolean extracts) {
        this.storage = storage;
        this.archives = archives;
        this.commits = commits;
        this.memories = new Memories(storage);
        this.counters = counters;
        this.compute = compute;
        this.clock = clock;
        this.extracts = extracts;
    }

    /** Whether there is a memory type of this name. */
    public static boolean isType(String name) {
        return TYPES.contains(name)
                || List.of("cases", "trajectories", "experiences").contains(name);
    }

    @Override
    public Future<List<NewJob>> handle(Job job) {
        return archives.all(job.account(), job.key())
                .compose(all -> Rounds.each(
                        all.stream()
                                .filter(archive -> archive.state() == Archives.State.PENDING)
                                .toList(),
                        archive -> commit(job, archive)))
                .compose(_ -> endEarlier(job))
                .map(List.of());
    }

    /** Tasks whose archive was done by a process that died before it could say so. */
    private Future<Void> endEarlier(Job job) {
        return archives.all(job.account(), job.key())
                .compose(all -> Rounds.each(
                        all.stream()
                                .filter(archive -> archive.state() == Archives.State.COMPLETED)
                                .toList(),
                        archive -> archives.meta(job.account(), archive.uri())
                                .compose(meta -> taskId(meta)
                                        .filter(id -> job.groups().contains(id))
                                        .map(id -> end(job.account(), id, bare(job, archive)))
                                        .orElseGet(Future::succeededFuture))));
    }

    private static JsonObject bare(Job job, Archive archive) {
        return new JsonObject()
                .put("session_id", job.key().name())
                .put("archive_uri", archive.uri().toString());
    }

    private static Optional<String> taskId(Optional<JsonObject> meta) {
        return meta.map(found -> found.getString("task_id"));
    }

    private Future<Void> end(AccountId account, String task, JsonObject result) {
        return storage.tasks()
                .update(account, task, TaskStore.Change.completed(result))
                .mapEmpty();
    }

    /** One archive under way. */
    private record Step(Caller caller, VikingUri session, VikingUri archive, JsonObject meta, MemoryPolicy policy) {}

    private Future<Void> commit(Job job, Archive archive) {
        return archives.meta(job.account(), archive.uri())
                .compose(found -> found.map(meta -> commit(step(job, archive, meta)))
                        // It was never written to the end: its messages are live still.
                        .orElseGet(() -> storage.tree()
                                .delete(job.account(), archive.uri())
                                .mapEmpty()));
    }

    private static Step step(Job job, Archive archive, JsonObject meta) {
        VikingUri session = job.key();
        Caller caller =
                new Caller(job.account(), session.segment(1), Role.USER, Optional.empty(), "commit", Deadline.none());
        MemoryPolicy policy = Optional.ofNullable(meta.getJsonObject("memory_policy"))
                .map(stored -> MemoryPolicy.parse(stored, CommitHandler::isType))
                .orElse(MemoryPolicy.ALL);
        return new Step(caller, session, archive.uri(), meta, policy);
    }

    private Future<Void> commit(Step step) {
        AccountId account = step.caller().account();
        return commits.settle(step.caller(), step.session(), step.archive(), step.meta())
                .compose(_ -> running(step))
                .compose(_ -> archives.messages(account, step.archive()))
                .compose(messages -> remember(step, messages).compose(diff -> finish(step, messages, diff)));
    }

    private Future<Void> running(Step step) {
        return taskId(Optional.of(step.meta()))
                .map(id -> storage.tasks()
                        .update(step.caller().account(), id, TaskStore.Change.stage("extracting"))
                        .<Void>mapEmpty())
                .orElseGet(Future::succeededFuture);
    }

    /** Writes the summary and the memories; the result is what changed, also when an earlier try changed it. */
    private Future<JsonObject> remember(Step step, List<Message> messages) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Extraction extraction = new Extraction(
                step.caller().home(),
                step.caller().user(),
                step.policy(),
                today,
                step.archive().toString());
        return compute.run(() -> extracts ? extraction.drafts(messages) : List.<Draft>of())
                .compose(drafts -> compute.run(() -> layers(step, messages))
                        .compose(layers -> earlier(step)
                                .compose(earlier -> memories.apply(
                                                step.caller().account(),
                                                step.caller().home(),
                                                drafts,
                                                tags(step.meta()),
                                                diff -> List.of(archived(step, layers, diff, earlier)))
                                        .map(diff -> diffOf(step, diff, earlier)))));
    }

    private Future<Optional<JsonObject>> earlier(Step step) {
        return archives.json(step.caller().account(), step.archive().child(DIFF));
    }

    /** A try that died after it wrote the memories left its account of them behind. */
    private JsonObject diffOf(Step step, MemoryDiff diff, Optional<JsonObject> earlier) {
        return diff.changes().isEmpty() && earlier.isPresent()
                ? earlier.get()
                : diff.json(step.archive(), clock.instant());
    }

    private TreeChange archived(Step step, Map<String, Buffer> layers, MemoryDiff diff, Optional<JsonObject> earlier) {
        Map<String, Buffer> files = new LinkedHashMap<>(layers);
        if (extracts) {
            files.put(DIFF, Buffer.buffer(diffOf(step, diff, earlier).encodePrettily()));
        }
        return new TreeChange.WriteAll(step.archive(), files);
    }

    private static Map<String, Buffer> layers(Step step, List<Message> messages) {
        if (!step.policy().workingMemory()) {
            return Map.of();
        }
        String overview = WorkingMemory.of(messages);
        return Map.of(
                Level.OVERVIEW.sidecar(), sidecar(step.archive(), overview),
                Level.ABSTRACT.sidecar(), sidecar(step.archive(), WorkingMemory.summary(overview)));
    }

    private static Buffer sidecar(VikingUri archive, String body) {
        return Buffer.buffer(new Sidecar(
                        archive,
                        Optional.empty(),
                        Optional.of(new Sidecar.GeneratedBy(EXTRACTIVE, "archive_summary")),
                        Optional.empty(),
                        body)
                .text());
    }

    private static List<String> tags(JsonObject meta) {
        return meta.getJsonArray("event_search_tags", new JsonArray()).stream()
                .map(String::valueOf)
                .toList();
    }

    private Future<Void> finish(Step step, List<Message> messages, JsonObject diff) {
        JsonObject counts = MemoryDiff.counts(diff);
        AccountId account = step.caller().account();
        return counters.add(step.caller(), step.session(), step.archive(), counts)
                .compose(meta -> storage.atomically(
                                account,
                                List.of(new TreeChange.WriteAll(
                                        step.archive(), Map.of(Archives.DONE, Buffer.buffer(done(step, messages))))),
                                List.of())
                        .compose(_ -> taskId(Optional.of(step.meta()))
                                .map(id -> end(account, id, result(step, counts, meta)))
                                .orElseGet(Future::succeededFuture)));
    }

    private static String done(Step step, List<Message> messages) {
        return new JsonObject()
                .put(
                        "starting_message_id",
                        messages.isEmpty() ? "" : messages.getFirst().id())
                .put(
                        "ending_message_id",
                        messages.isEmpty() ? "" : messages.getLast().id())
                .put("working_memory_enabled", step.policy().workingMemory())
                .put("coverage_start_archive", step.archive().name())
                .put("coverage_end_archive", step.archive().name())
                .put("covered_failed_archives", new JsonArray())
                .put("completed_memory_steps", new JsonObject())
                .encodePrettily();
    }

    private JsonObject result(Step step, JsonObject counts, Optional<SessionMeta> meta) {
        JsonObject shown = meta.map(SessionMeta::json).orElseGet(JsonObject::new);
        JsonObject llm = shown.getJsonObject("llm_token_usage", new JsonObject());
        JsonObject embedding = shown.getJsonObject("embedding_token_usage", new JsonObject().put("total_tokens", 0));
        long total = llm.getLong("total_tokens", 0L) + embedding.getLong("total_tokens", 0L);
        JsonObject result = new JsonObject()
                .put("session_id", step.session().name())
                .put("archive_uri", step.archive().toString())
                .put("memories_extracted", counts)
                .put("session_skills_extracted", 0)
                .put("session_skill_uris", new JsonArray())
                .put("usage_events_extracted", 0)
                .put("active_count_updated", 0)
                .put(
                        "effective_memory_types",
                        new JsonArray(
                                TYPES.stream().filter(step.policy()::allows).toList()))
                .put("agent_evolution_enabled", false)
                .put("agent_memory_skip_reason", "agent_evolution_disabled")
                .put("generated_by", EXTRACTIVE)
                .put(
                        "token_usage",
                        new JsonObject()
                                .put("llm", llm)
                                .put("embedding", embedding)
                                .put(
                                        "total",
                                        new JsonObject()
                                                .put("total_tokens", total)
                                                .put("cached_tokens", 0)
                                                .put("reasoning_tokens", 0)));
        if (extracts) {
            result.put("memory_diff_uri", step.archive().child(DIFF).toString());
        }
        return result;
    }

    /** Only the archive that failed is marked; later ones get a job of their own. */
    @Override
    public Future<Void> gaveUp(Job job, Throwable cause) {
        return archives.all(job.account(), job.key()).compose(all -> {
            List<Archive> pending = all.stream()
                    .filter(archive -> archive.state() == Archives.State.PENDING)
                    .toList();
            if (pending.isEmpty()) {
                return Future.succeededFuture();
            }
            VikingUri failed = pending.getFirst().uri();
            JsonObject mark = new JsonObject()
                    .put("stage", "memory_extraction")
                    .put("error", Fault.of(cause).getMessage())
                    .put("failed_at", SessionMeta.stamp(clock.instant()))
                    .put("skipped", true)
                    .put("completed_memory_steps", new JsonObject());
            List<NewJob> next = pending.size() == 1
                    ? List.of()
                    : List.of(new NewJob(Queue.SESSION_COMMIT, job.key(), new JsonObject(), List.of()));
            return storage.atomically(
                            job.account(),
                            List.of(new TreeChange.WriteAll(
                                    failed, Map.of(Archives.FAILED, Buffer.buffer(mark.encodePrettily())))),
                            next)
                    .compose(_ -> archives.meta(job.account(), failed))
                    .compose(meta -> taskId(meta)
                            .map(id -> storage.tasks()
                                    .update(
                                            job.account(),
                                            id,
                                            TaskStore.Change.failed(
                                                    Fault.of(cause).getMessage()))
                                    .<Void>mapEmpty())
                            .orElseGet(Future::succeededFuture));
        });
    }
}
