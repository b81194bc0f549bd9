package io.knarr.ingest;

import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.offload.Pool;
import io.knarr.storage.FollowUps;
import io.knarr.storage.Storage;
import io.knarr.storage.TreeChange;
import io.knarr.tree.Node;
import io.knarr.tree.PathLeases.Claim;
import io.knarr.tree.TreeStore;
import io.knarr.uri.VikingUri;
import io.knarr.work.Handler;
import io.knarr.work.Job;
import io.knarr.work.NewJob;
import io.knarr.work.Task;
import io.knarr.work.TaskStore;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Brings one source in: read and parse it into a staging directory, then plant that at the target in one step. A repeated
 * try starts from an empty staging directory and finds at the target what an earlier one planted.
 */
public final class AddResourceHandler implements Handler {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Storage storage;
    private final SourceReader reader;
    private final Planting planting;

    /** @param compute works out what an import changes */
    public AddResourceHandler(Storage storage, SourceReader reader, Pool compute) {
        this.storage = storage;
        this.reader = reader;
        this.planting = new Planting(storage, compute);
    }

    @Override
    public Future<List<NewJob>> handle(Job job) {
        Import wanted = Import.of(job.payload());
        VikingUri staged = VikingUri.of("temp", wanted.user(), "import_" + job.id());
        return cancelled(job)
                .compose(cancelled -> cancelled
                        ? undo(job, wanted, staged).map(List.of())
                        : storage.tree()
                                .delete(job.account(), staged)
                                .compose(_ -> stage(job, "parsing"))
                                .compose(_ -> reader.stage(job.account(), wanted, staged))
                                .compose(warnings -> finish(job, wanted, staged, warnings)));
    }

    private Future<Boolean> cancelled(Job job) {
        return Future.all(job.groups().stream()
                        .map(group -> storage.tasks().find(job.account(), group))
                        .toList())
                .map(all -> !job.groups().isEmpty()
                        && all.<Optional<Task>>list().stream()
                                .allMatch(task -> task.map(Task::status)
                                        .filter(status -> status == Task.Status.CANCELLING || status.ended())
                                        .isPresent()));
    }

    private Future<Void> stage(Job job, String stage) {
        return update(job, TaskStore.Change.stage(stage));
    }

    private Future<Void> update(Job job, TaskStore.Change change) {
        return Future.all(job.groups().stream()
                        .map(group -> storage.tasks().update(job.account(), group, change))
                        .toList())
                .mapEmpty();
    }

    private Future<List<NewJob>> finish(Job job, Import wanted, VikingUri staged, List<String> warnings) {
        return stage(job, "finalizing")
                .compose(_ -> wanted.intoParent() ? single(job, wanted, staged) : directory(job, wanted, staged))
                .compose(root -> planted(job, wanted, root, warnings))
                .compose(_ -> storage.tree().delete(job.account(), staged))
                .map(List.of());
    }

    private Future<Void> planted(Job job, Import wanted, VikingUri root, List<String> warnings) {
        JsonObject result = TaskEnds.planted(root, wanted.sourcePath(), warnings);
        return update(
                job,
                new TaskStore.Change(
                        Optional.of(Task.Status.RUNNING),
                        Optional.of("processing_queue"),
                        Optional.of(root.toString()),
                        Optional.of(result),
                        Optional.empty()));
    }

    private Future<VikingUri> directory(Job job, Import wanted, VikingUri staged) {
        Planting.Order order = new Planting.Order(
                job.account(), staged, wanted.root(), wanted.vectorsOnly(), wanted.tagging(), job.groups());
        return storage.leases()
                .acquire(job.account(), List.of(Claim.subtree(wanted.root())), PATIENCE)
                .compose(lease -> planting.plant(order).onComplete(_ -> lease.release()))
                .map(wanted.root());
    }

    /** One file, planted beside others: no directory, no layers of its own (core 3.2, {@code no_split}). */
    private Future<VikingUri> single(Job job, Import wanted, VikingUri staged) {
        return storage.tree().list(job.account(), staged).compose(files -> {
            Node file = files.getFirst();
            return storage.leases()
                    .acquire(job.account(), List.of(Claim.exact(wanted.root())), PATIENCE)
                    .compose(lease -> plantedBefore(job, file)
                            .compose(before -> before.isPresent()
                                    ? Future.succeededFuture(before.get())
                                    : freeFile(job, wanted.root(), file.name(), 0)
                                            .compose(place -> plantFile(job, wanted, file, place)))
                            .onComplete(_ -> lease.release()));
        });
    }

    /** The place is told before it is taken: a try that is repeated after that finds its file there. */
    private Future<VikingUri> plantFile(Job job, Import wanted, Node file, VikingUri place) {
        TaskStore.Change told = new TaskStore.Change(
                Optional.of(Task.Status.RUNNING),
                Optional.empty(),
                Optional.of(place.toString()),
                Optional.empty(),
                Optional.empty());
        return update(job, told)
                .compose(_ -> storage.atomically(
                        job.account(),
                        List.of(new TreeChange.Move(file.uri(), place)),
                        List.of(
                                FollowUps.index(place, wanted.tagging(), job.groups()),
                                FollowUps.refresh(
                                        wanted.root(), new FollowUps.Refresh("resource_ingest", false), job.groups()))))
                .map(place);
    }

    /** Where an earlier try of this job put the file, if it did. */
    private Future<Optional<VikingUri>> plantedBefore(Job job, Node file) {
        if (job.groups().isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        return storage.tasks().find(job.account(), job.groups().getFirst()).compose(task -> {
            Optional<VikingUri> told = task.flatMap(Task::resourceId).map(VikingUri::parse);
            if (told.isEmpty()) {
                return Future.succeededFuture(Optional.empty());
            }
            return storage.tree()
                    .stat(job.account(), told.get())
                    .compose(found -> found.filter(node -> !node.isDirectory() && node.size() == file.size())
                                    .isPresent()
                            ? sameContent(storage.tree(), job.account(), file.uri(), told.get())
                                    .map(same -> same ? told : Optional.empty())
                            : Future.succeededFuture(Optional.empty()));
        });
    }

    static Future<Boolean> sameContent(TreeStore tree, AccountId account, VikingUri one, VikingUri other) {
        Future<Buffer> first = tree.read(account, one);
        Future<Buffer> second = tree.read(account, other);
        return Future.all(first, second).map(_ -> first.result().equals(second.result()));
    }

    private Future<VikingUri> freeFile(Job job, VikingUri parent, String name, int attempt) {
        int dot = name.lastIndexOf('.');
        String numbered = attempt == 0 ? name : name.substring(0, dot) + "_" + attempt + name.substring(dot);
        VikingUri candidate = parent.child(numbered);
        return storage.tree()
                .stat(job.account(), candidate)
                .compose(taken ->
                        taken.isEmpty() ? Future.succeededFuture(candidate) : freeFile(job, parent, name, attempt + 1));
    }

    @Override
    public Future<Void> gaveUp(Job job, Throwable cause) {
        Import wanted = Import.of(job.payload());
        VikingUri staged = VikingUri.of("temp", wanted.user(), "import_" + job.id());
        return undo(job, wanted, staged)
                .compose(
                        _ -> update(job, TaskStore.Change.failed(Fault.of(cause).getMessage())));
    }

    /** The staging directory goes, and a reserved target that is still empty. */
    private Future<Void> undo(Job job, Import wanted, VikingUri staged) {
        return storage.tree()
                .delete(job.account(), staged)
                .compose(_ -> wanted.reserved()
                        ? Targets.unreserve(storage.tree(), job.account(), wanted.root())
                        : Future.succeededFuture());
    }
}
