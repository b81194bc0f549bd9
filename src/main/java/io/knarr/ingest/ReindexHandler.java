package io.knarr.ingest;

import io.knarr.fault.Fault;
import io.knarr.fault.Rounds;
import io.knarr.index.Entry;
import io.knarr.index.EntryPages;
import io.knarr.index.Filter;
import io.knarr.offload.Pool;
import io.knarr.storage.FollowUps;
import io.knarr.storage.FollowUps.Refresh;
import io.knarr.storage.Storage;
import io.knarr.tree.Node;
import io.knarr.uri.VikingUri;
import io.knarr.work.Handler;
import io.knarr.work.Job;
import io.knarr.work.NewJob;
import io.knarr.work.Task;
import io.knarr.work.TaskStore;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds out what a request to index anew means, and has it done: it makes no entries itself, so that those are made one way
 * only. Orphans too are handed to the jobs that make entries true: what came back meanwhile keeps its own.
 */
public final class ReindexHandler implements Handler {
    private static final int MOST_NODES = 1_000_000;
    private static final List<VikingUri> SCOPES =
            List.of(VikingUri.of("resources"), VikingUri.of("user"), VikingUri.of("agent"));

    private final Storage storage;
    private final Pool compute;

    /** @param compute makes long lists of jobs */
    public ReindexHandler(Storage storage, Pool compute) {
        this.storage = storage;
        this.compute = compute;
    }

    @Override
    public Future<List<NewJob>> handle(Job job) {
        ReindexRequest request = ReindexRequest.of(job.key(), job.payload());
        return cancelled(job)
                .compose(cancelled -> cancelled
                        ? Future.succeededFuture(List.of())
                        : update(job, TaskStore.Change.stage("scanning"))
                                .compose(_ -> plan(job, request))
                                .compose(plan ->
                                        update(job, planned(request, plan)).map(plan.jobs())));
    }

    /**
     * What is to be done.
     *
     * @param scanned entries that were looked at, where that is known now
     * @param orphans how many of them have lost what they were made from
     */
    private record Plan(List<NewJob> jobs, long scanned, long orphans) {}

    private Future<Plan> plan(Job job, ReindexRequest request) {
        return switch (request.mode()) {
            case VECTORS_ONLY -> Future.succeededFuture(new Plan(vectors(job, request), 0, 0));
            case SEMANTIC_AND_VECTORS -> layersAndVectors(job, request).map(jobs -> new Plan(jobs, 0, 0));
            case PRUNE_ORPHANS -> new Orphans(job, request).find();
        };
    }

    private static List<NewJob> vectors(Job job, ReindexRequest request) {
        List<VikingUri> roots = request.uri().isRoot() ? SCOPES : List.of(request.uri());
        return roots.stream()
                .map(root -> FollowUps.indexTreeAnew(root, request.tagging(), job.groups()))
                .toList();
    }

    private Future<List<NewJob>> layersAndVectors(Job job, ReindexRequest request) {
        VikingUri uri = request.uri();
        return storage.tree().stat(job.account(), uri).compose(found -> {
            if (found.isEmpty()) {
                return Future.failedFuture(Fault.notFound("resource", uri.toString()));
            }
            Future<List<Node>> below = found.get().isDirectory()
                    ? storage.tree().walk(job.account(), uri, request.recursive() ? Integer.MAX_VALUE : 1, MOST_NODES)
                    : Future.succeededFuture(List.of());
            return below.compose(nodes -> compute.run(() -> Stream.concat(found.stream(), nodes.stream())
                    .filter(node -> node.uri().equals(uri) || request.recursive() || !node.isDirectory())
                    .filter(node -> !IndexHandler.isNeverIndexed(node.uri()))
                    .map(node -> again(node, request, job))
                    .toList()));
        });
    }

    /** What follows from layers that are written is that they are indexed. */
    private static NewJob again(Node node, ReindexRequest request, Job job) {
        Refresh refresh = new Refresh("reindex", false, false, request.tagging());
        return node.isDirectory() && ReindexRequest.isResource(node.uri())
                ? FollowUps.refresh(node.uri(), refresh, job.groups())
                : FollowUps.indexAnew(node.uri(), request.tagging(), job.groups());
    }

    /** Looks for entries whose file, or whose sidecar, is gone. */
    private final class Orphans {
        private final Job job;
        private final ReindexRequest request;
        private final Set<VikingUri> gone = new LinkedHashSet<>();
        private long scanned;
        private long orphans;

        Orphans(Job job, ReindexRequest request) {
            this.job = job;
            this.request = request;
        }

        Future<Plan> find() {
            return EntryPages.each(
                            storage.index(),
                            job.account(),
                            Filter.under(request.uri()),
                            page -> Rounds.each(page, this::look))
                    .map(_ -> plan());
        }

        private Future<Void> look(Entry entry) {
            scanned++;
            VikingUri source = entry.level().addressOf(entry.uri());
            return storage.tree().stat(job.account(), source).map(found -> {
                if (found.filter(node -> !node.isDirectory()).isEmpty()) {
                    orphans++;
                    gone.add(entry.uri());
                }
                return null;
            });
        }

        private Plan plan() {
            List<NewJob> jobs = new ArrayList<>();
            if (!request.dryRun()) {
                gone.forEach(uri -> jobs.add(FollowUps.index(uri, job.groups())));
            }
            return new Plan(jobs, scanned, orphans);
        }
    }

    private static TaskStore.Change planned(ReindexRequest request, Plan plan) {
        return new TaskStore.Change(
                Optional.of(Task.Status.RUNNING),
                Optional.of("processing_queue"),
                Optional.empty(),
                Optional.of(ReindexResult.begun(request, plan.scanned(), plan.orphans())),
                Optional.empty());
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

    private Future<Void> update(Job job, TaskStore.Change change) {
        return Future.all(job.groups().stream()
                        .map(group -> storage.tasks().update(job.account(), group, change))
                        .toList())
                .mapEmpty();
    }

    @Override
    public Future<Void> gaveUp(Job job, Throwable cause) {
        return update(job, TaskStore.Change.failed(Fault.of(cause).getMessage()));
    }
}
