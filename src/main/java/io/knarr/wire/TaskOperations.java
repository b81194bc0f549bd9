package io.knarr.wire;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.Caller;
import io.knarr.ingest.Intake;
import io.knarr.work.Task;
import io.knarr.work.TaskStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** {@code /api/v1/tasks} (core 8). */
public final class TaskOperations {
    private static final int MOST = 200;

    private final TaskStore tasks;
    private final Intake intake;

    public TaskOperations(TaskStore tasks, Intake intake) {
        this.tasks = tasks;
        this.intake = intake;
    }

    public Operations operations() {
        return Operations.none()
                .on("tasks.get", this::get)
                .on("tasks.list", this::list)
                .on("tasks.cancel", this::cancel);
    }

    private Future<Answer> get(Caller caller, Input input) {
        return visible(caller, input.text("task_id")).compose(intake::current).map(task -> Answer.of(json(task)));
    }

    private Future<Task> visible(Caller caller, String id) {
        return tasks.find(caller.account(), id)
                .map(found -> found.filter(
                                task -> caller.isRoot() || task.user().equals(caller.user()))
                        .orElseThrow(() -> Fault.notFound("task", id)));
    }

    private Future<Answer> list(Caller caller, Input input) {
        TaskStore.Query query = new TaskStore.Query(
                caller.isRoot() ? Optional.empty() : Optional.of(caller.user()),
                input.optionalText("task_type"),
                input.optionalText("status"),
                input.optionalText("resource_id"),
                Math.clamp(input.integer("limit"), 0, MOST));
        return tasks.list(caller.account(), query).map(found -> {
            JsonArray json = new JsonArray();
            found.forEach(task -> json.add(json(task)));
            return Answer.of(json);
        });
    }

    private Future<Answer> cancel(Caller caller, Input input) {
        if (caller.isRoot()) {
            return Future.failedFuture(
                    new Fault(Code.PERMISSION_DENIED, "A task is cancelled by the user who started it, not by root"));
        }
        return visible(caller, input.text("task_id"))
                .compose(task -> intake.cancel(caller, task))
                .map(task -> Answer.of(json(task)));
    }

    /** All twelve keys, always (core 8.1). */
    static JsonObject json(Task task) {
        return new JsonObject()
                .put("task_id", task.id())
                .put("task_type", task.type())
                .put("status", task.status().label())
                .put("created_at", Times.epochSeconds(task.createdAt()))
                .put("updated_at", Times.epochSeconds(task.updatedAt()))
                .put("resource_id", task.resourceId().orElse(null))
                .put("meta", task.meta())
                .put("stage", task.stage().orElse(null))
                .put("result", task.result().orElse(null))
                .put("error", task.error().orElse(null))
                .put("created_at_iso", Times.offset(task.createdAt()))
                .put("updated_at_iso", Times.offset(task.updatedAt()));
    }
}
