package io.knarr.ingest;

import io.knarr.identity.AccountId;
import io.knarr.index.Filter;
import io.knarr.storage.Storage;
import io.knarr.uri.VikingUri;
import io.knarr.work.Following;
import io.knarr.work.GroupProgress;
import io.knarr.work.Job;
import io.knarr.work.Queue;
import io.knarr.work.Task;
import io.knarr.work.TaskStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends tasks when the last of their jobs has ended. Whether that is so is read from the store, so that a task whose process
 * died between its last job and its end is ended by the next one.
 */
public final class TaskEnds {
    private static final Logger LOG = LoggerFactory.getLogger(TaskEnds.class);

    private final Storage storage;
    private final Following following;
    private final Function<GroupProgress, JsonObject> queueStatus;
    private final Clock clock;

    /** @param queueStatus writes the {@code queue_status} of a result */
    public TaskEnds(
            Storage storage, Following following, Function<GroupProgress, JsonObject> queueStatus, Clock clock) {
        this.storage = storage;
        this.following = following;
        this.queueStatus = queueStatus;
        this.clock = clock;
    }

    private record Ref(AccountId account, String id) {}

    /** Told by the workers which jobs ended. */
    public void ended(List<Job> jobs) {
        jobs.stream()
                .flatMap(job -> job.groups().stream().map(group -> new Ref(job.account(), group)))
                .distinct()
                .forEach(ref -> finish(ref.account(), ref.id())
                        .onComplete(_ -> following.nudge(ref.id()))
                        .onFailure(cause -> LOG.warn("task_not_ended task={}", ref.id(), cause)));
    }

    /** Ends what earlier processes left open. */
    public Future<Void> recover() {
        return storage.tasks()
                .unfinished()
                .compose(tasks -> Future.join(tasks.stream()
                                .map(task -> finish(task.account(), task.id()))
                                .toList())
                        .mapEmpty());
    }

    /** The task as it is, ended if its jobs have; empty for a group that is no task. */
    public Future<Optional<Task>> finish(AccountId account, String id) {
        return storage.work().progress(id).compose(progress -> {
            if (!progress.done()) {
                return storage.tasks().find(account, id).compose(found -> underWay(found, progress));
            }
            return storage.tasks()
                    .find(account, id)
                    .compose(found -> found.isEmpty() || found.get().status().ended()
                            ? Future.succeededFuture(found)
                            : result(found.get(), progress)
                                    .compose(change -> storage.tasks().update(account, id, change)));
        });
    }

    /** What a job under way asked for after its task was cancelled is withdrawn, too. */
    private Future<Optional<Task>> underWay(Optional<Task> found, GroupProgress progress) {
        if (found.isEmpty() || found.get().status() != Task.Status.CANCELLING) {
            return Future.succeededFuture(found.map(task -> ReindexResult.withProgress(task, progress)));
        }
        Task task = found.get();
        return storage.work()
                .withdraw(task.id())
                .compose(withdrawn ->
                        withdrawn == 0 ? Future.succeededFuture(found) : finish(task.account(), task.id()));
    }

    private Future<TaskStore.Change> result(Task task, GroupProgress progress) {
        if (task.status() == Task.Status.CANCELLING) {
            return Future.succeededFuture(TaskStore.Change.status(Task.Status.CANCELLED));
        }
        if (task.result().isEmpty()) {
            return Future.succeededFuture(TaskStore.Change.failed(
                    firstError(progress).orElse("the work of this task was lost before it began; start it again")));
        }
        if (task.type().equals(Reindex.TASK_TYPE)) {
            return ReindexResult.ended(storage, task, progress, clock.instant()).map(TaskStore.Change::completed);
        }
        JsonObject result = task.result().get().copy().put("queue_status", queueStatus.apply(progress));
        Optional<VikingUri> root =
                Optional.ofNullable(result.getString("root_uri")).map(VikingUri::parse);
        return root.map(uri -> storage.index()
                        .count(task.account(), Filter.under(uri))
                        .map(count -> TaskStore.Change.completed(result.put("context_count", count))))
                .orElseGet(() -> Future.succeededFuture(TaskStore.Change.completed(result)));
    }

    private static Optional<String> firstError(GroupProgress progress) {
        return Stream.of(Queue.ADD_RESOURCE, Queue.REINDEX)
                .flatMap(queue -> progress.in(queue).errors().stream())
                .findFirst();
    }

    /** The result a task has while the jobs that followed from it still run. */
    static JsonObject planted(VikingUri root, String sourcePath, List<String> warnings) {
        JsonObject result = new JsonObject()
                .put("status", "success")
                .put("errors", new JsonArray())
                .put("source_path", sourcePath)
                .put("meta", new JsonObject())
                .put("root_uri", root.toString());
        if (!warnings.isEmpty()) {
            result.put("warnings", new JsonArray(warnings));
        }
        return result;
    }
}
