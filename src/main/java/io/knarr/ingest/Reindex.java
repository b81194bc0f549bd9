package io.knarr.ingest;

import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.fault.Guard;
import io.knarr.identity.Access;
import io.knarr.identity.Caller;
import io.knarr.identity.Role;
import io.knarr.storage.Storage;
import io.knarr.tree.PathLeases.Claim;
import io.knarr.uri.VikingUri;
import io.knarr.work.Following;
import io.knarr.work.NewJob;
import io.knarr.work.Queue;
import io.knarr.work.Task;
import io.knarr.work.TaskStore;
import io.knarr.work.WorkQueue.Hold;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Accepts requests to index anew: leaves a durable job and a task behind, and answers (core 5.9). */
public final class Reindex {
    /** The task’s type, as clients know it. */
    public static final String TASK_TYPE = "admin_reindex";

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST_TASKS = 200;

    private final Storage storage;
    private final Following following;
    private final TaskEnds ends;

    public Reindex(Storage storage, Following following, TaskEnds ends) {
        this.storage = storage;
        this.following = following;
        this.ends = ends;
    }

    /** What was accepted, with the kind of thing that is indexed. */
    public record Accepted(String taskId, String objectType) {}

    /**
     * Succeeds as soon as the job is durable. {@code PERMISSION_DENIED} for what is not a user’s own; {@code NOT_FOUND}; {@code
     * CONFLICT} while the same address is being indexed anew.
     */
    public Future<Accepted> accept(Caller caller, ReindexRequest request) {
        VikingUri uri = request.uri();
        // Two requests for one address are told apart only while nobody else looks at it.
        Claim turn = Claim.exact(VikingUri.of("temp", "reindex").resolve(VikingUri.ROOT.relativize(uri)));
        return Guard.pass(() -> requireAllowed(caller, uri))
                .compose(_ -> storage.tree().stat(caller.account(), uri))
                .compose(found -> found.isEmpty()
                        ? Future.failedFuture(Fault.notFound("resource", uri.toString()))
                        : storage.leases().acquire(caller.account(), List.of(turn), PATIENCE))
                .compose(lease -> requireNoneUnderWay(caller, uri)
                        .compose(_ -> enqueue(caller, request))
                        .onComplete(_ -> lease.release()));
    }

    private static void requireAllowed(Caller caller, VikingUri uri) {
        boolean own = caller.home().contains(uri);
        if ((caller.role() == Role.USER && !own) || Access.mayHideAPeer(caller, uri)) {
            throw Fault.denied(
                    "You may index anew what is below " + caller.home() + ", not this: " + uri, uri.toString());
        }
    }

    private Future<Void> requireNoneUnderWay(Caller caller, VikingUri uri) {
        TaskStore.Query same = new TaskStore.Query(
                Optional.empty(), Optional.of(TASK_TYPE), Optional.empty(), Optional.of(uri.toString()), MOST_TASKS);
        return storage.tasks()
                .list(caller.account(), same)
                .compose(tasks -> tasks.stream().allMatch(task -> task.status().ended())
                        ? Future.succeededFuture()
                        : Future.failedFuture(new Fault(
                                Code.CONFLICT,
                                "This is being indexed anew already: " + uri,
                                Map.of("uri", uri.toString()))));
    }

    private Future<Accepted> enqueue(Caller caller, ReindexRequest request) {
        VikingUri uri = request.uri();
        String id = UUID.randomUUID().toString();
        String objectType = ReindexRequest.objectType(uri);
        JsonObject meta = new JsonObject()
                .put("mode", request.mode().label())
                .put("object_type", objectType)
                .put("dry_run", request.dryRun())
                .put("recursive", request.recursive());
        TaskStore.NewTask task = new TaskStore.NewTask(
                Optional.of(id),
                caller.account(),
                caller.user(),
                TASK_TYPE,
                Optional.of(uri.toString()),
                meta,
                Optional.of("queued"));
        NewJob job = new NewJob(Queue.REINDEX, uri, request.json(), List.of(id));
        return storage.tasks()
                .create(task)
                .compose(_ -> storage.work().enqueue(caller.account(), List.of(job), Hold.READY))
                .map(_ -> new Accepted(id, objectType));
    }

    /** The task once it has ended; {@code DEADLINE_EXCEEDED} when that takes too long: the work goes on. */
    public Future<Task> ended(Caller caller, String taskId, Deadline until) {
        return following
                .whenDone(taskId, until, "reindex")
                .compose(_ -> ends.finish(caller.account(), taskId))
                .map(task -> task.orElseThrow(() -> Fault.notFound("task", taskId)));
    }
}
