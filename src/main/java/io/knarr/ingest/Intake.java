package io.knarr.ingest;

import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.fault.Guard;
import io.knarr.identity.Caller;
import io.knarr.storage.Storage;
import io.knarr.storage.TreeChange;
import io.knarr.tree.UploadStore.Upload;
import io.knarr.uri.VikingUri;
import io.knarr.work.Following;
import io.knarr.work.NewJob;
import io.knarr.work.Queue;
import io.knarr.work.Task;
import io.knarr.work.TaskStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Accepts sources: checks, reserves the name, leaves a durable job and a task behind, and answers (core 3.2). */
public final class Intake {
    /** The task’s type, as clients know it. */
    public static final String TASK_TYPE = "add_resource";

    private final Storage storage;
    private final Following following;
    private final Targets targets;
    private final TaskEnds ends;

    public Intake(Storage storage, Following following, TaskEnds ends, Clock clock) {
        this.storage = storage;
        this.following = following;
        this.targets = new Targets(storage, clock);
        this.ends = ends;
    }

    /**
     * What was accepted.
     *
     * @param root where it will be; empty when that is decided later
     */
    public record Accepted(String taskId, Optional<VikingUri> root) {}

    /** Succeeds as soon as the job is durable. Faults as in the table of core 3.2. */
    public Future<Accepted> accept(Caller caller, AddResource request) {
        return Guard.pass(() -> Targets.require(caller, request))
                .compose(_ -> storage.uploads().find(caller.account(), request.uploadId()))
                .compose(upload -> Targets.exact(request)
                        .map(to -> onto(caller, request, upload, to))
                        .orElseGet(() -> below(caller, request, upload)));
    }

    /** A named target is synchronised in place if it exists. */
    private Future<Accepted> onto(Caller caller, AddResource request, Upload upload, VikingUri to) {
        return storage.leases().isLeased(caller.account(), to).compose(busy -> {
            if (busy) {
                return Future.failedFuture(Fault.pathBusy(to.toString()));
            }
            return storage.tree().stat(caller.account(), to).compose(found -> {
                if (found.filter(node -> !node.isDirectory()).isPresent()) {
                    return Future.failedFuture(Fault.invalid("The target is a file; a resource is a directory: " + to));
                }
                return enqueue(caller, request, upload, new Place(to, false, to.name(), found.isEmpty()));
            });
        });
    }

    private Future<Accepted> below(Caller caller, AddResource request, Upload upload) {
        String sourceName = request.sourceName().orElse(upload.fileName());
        String name = Targets.nameOf(sourceName, upload.fileName());
        boolean single = request.noSplit() && !isArchive(upload);
        return targets.parent(caller, request, upload.fileName()).compose(parent -> {
            if (single) {
                return enqueue(caller, request, upload, new Place(parent, true, name, false));
            }
            return targets.free(caller.account(), parent, name)
                    .compose(free -> enqueue(
                                    caller,
                                    request,
                                    upload,
                                    new Place(free.root(), false, free.root().name(), true))
                            .onComplete(_ -> free.lease().release()));
        });
    }

    private static boolean isArchive(Upload upload) {
        return io.knarr.parse.FileKinds.of(upload.fileName()) == io.knarr.parse.FileKind.ARCHIVE;
    }

    private record Place(VikingUri root, boolean intoParent, String name, boolean reserve) {}

    private Future<Accepted> enqueue(Caller caller, AddResource request, Upload upload, Place place) {
        Import wanted = new Import(
                place.root(),
                place.intoParent(),
                place.name(),
                upload.id(),
                upload.fileName(),
                request.sourceName().orElse(upload.fileName()),
                caller.user(),
                request.selection(),
                request.vectorsOnly(),
                request.noSplit(),
                request.tagging(),
                place.reserve());
        String id = UUID.randomUUID().toString();
        Optional<VikingUri> root = place.intoParent() ? Optional.empty() : Optional.of(place.root());
        TaskStore.NewTask task = new TaskStore.NewTask(
                Optional.of(id),
                caller.account(),
                caller.user(),
                TASK_TYPE,
                root.map(VikingUri::toString),
                new JsonObject().put("source_path", wanted.sourcePath()),
                Optional.of("queued"));
        List<TreeChange> reservation = new ArrayList<>();
        if (place.reserve()) {
            reservation.add(new TreeChange.MakeDirectory(place.root()));
        }
        // Imports into one parent must not join each other’s jobs: each has a key of its own.
        VikingUri key = place.intoParent() ? place.root().child(id) : place.root();
        NewJob job = new NewJob(Queue.ADD_RESOURCE, key, wanted.json(), List.of(id));
        return storage.tasks()
                .create(task)
                .compose(_ -> storage.atomically(caller.account(), reservation, List.of(job)))
                .map(new Accepted(id, root));
    }

    /** The task once it has ended; {@code DEADLINE_EXCEEDED} when that takes too long: the import goes on. */
    public Future<Task> ended(Caller caller, String taskId, Deadline until) {
        return following
                .whenDone(taskId, until, "add resource task")
                .compose(_ -> ends.finish(caller.account(), taskId))
                .map(task -> task.orElseThrow(() -> Fault.notFound("task", taskId)));
    }

    /**
     * A task as it is now. The last of its work ends a moment before it does: who saw that no work is left sees the task ended,
     * too.
     */
    public Future<Task> current(Task task) {
        return task.status().ended() || task.result().isEmpty()
                ? Future.succeededFuture(task)
                : ends.finish(task.account(), task.id()).map(found -> found.orElse(task));
    }

    /** Stops what has not begun; {@code FAILED_PRECONDITION} for a task that has ended well or badly. */
    public Future<Task> cancel(Caller caller, Task task) {
        if (task.status() == Task.Status.CANCELLED || task.status() == Task.Status.CANCELLING) {
            return Future.succeededFuture(task);
        }
        boolean cancellable = task.type().equals(TASK_TYPE) || task.type().equals("admin_reindex");
        if (task.status().ended() || !cancellable) {
            return Future.failedFuture(new Fault(
                    Code.FAILED_PRECONDITION,
                    cancellable
                            ? "task has already finished: " + task.status().label()
                            : "a task of type " + task.type() + " cannot be cancelled",
                    Map.of()));
        }
        return storage.tasks()
                .update(caller.account(), task.id(), TaskStore.Change.status(Task.Status.CANCELLING))
                .compose(_ -> storage.work().withdraw(task.id()))
                .compose(withdrawn -> withdrawn == 0 ? Future.succeededFuture() : unreserve(caller, task))
                .compose(_ -> ends.finish(caller.account(), task.id()))
                .map(ended -> ended.orElse(task));
    }

    /** An import that never began leaves its target behind. */
    private Future<Void> unreserve(Caller caller, Task task) {
        return task.resourceId()
                .filter(_ -> task.type().equals(TASK_TYPE))
                .map(root -> Targets.unreserve(storage.tree(), caller.account(), VikingUri.parse(root)))
                .orElseGet(Future::succeededFuture);
    }
}
