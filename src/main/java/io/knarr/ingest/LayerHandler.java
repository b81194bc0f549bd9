package io.knarr.ingest;

import io.knarr.context.ContextType;
import io.knarr.context.SkillAddress;
import io.knarr.layers.DirectoryLayers;
import io.knarr.layers.ParentLayers;
import io.knarr.storage.FollowUps;
import io.knarr.storage.FollowUps.Refresh;
import io.knarr.storage.Storage;
import io.knarr.tree.Node;
import io.knarr.uri.VikingUri;
import io.knarr.work.Handler;
import io.knarr.work.Job;
import io.knarr.work.NewJob;
import io.knarr.work.WorkQueue.Hold;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Writes the layers of one directory, then has them indexed and decides what becomes of the parent’s (behaviour 2.3, 2.4). */
public final class LayerHandler implements Handler {
    private final Storage storage;
    private final DirectoryLayers layers;
    private final ParentLayers parents;

    public LayerHandler(Storage storage, DirectoryLayers layers, double freshnessRatio) {
        this.storage = storage;
        this.layers = layers;
        this.parents = new ParentLayers(storage.tree(), freshnessRatio);
    }

    @Override
    public Future<List<NewJob>> handle(Job job) {
        Optional<VikingUri> skill = SkillAddress.skillOf(job.key());
        if (skill.isPresent()) {
            // Its layers are those it was added with: they tell of its definition, not of its files.
            return Future.succeededFuture(List.of(FollowUps.index(skill.get(), job.groups())));
        }
        Refresh refresh = FollowUps.refreshOf(job.payload());
        return layers.refresh(job.account(), job.key(), refresh.trigger())
                .compose(refreshed -> next(job, refresh, refreshed))
                .recover(cause -> storage.tree()
                        .stat(job.account(), job.key())
                        .compose(found -> found.filter(Node::isDirectory).isEmpty()
                                // Gone before or while it was read: all that is left to do is to forget it.
                                ? Future.succeededFuture(List.of(FollowUps.index(job.key(), job.groups())))
                                : Future.failedFuture(cause)));
    }

    private Future<List<NewJob>> next(Job job, Refresh refresh, DirectoryLayers.Refreshed refreshed) {
        NewJob index = FollowUps.index(job.key(), refresh.tagging(), job.groups());
        VikingUri parent = job.key().parent();
        if (!refresh.propagate() || !isSummarised(parent)) {
            return Future.succeededFuture(List.of(index));
        }
        return parents.after(job.account(), parent, refreshed.abstractChanged(), refresh.forced())
                .compose(decision -> switch (decision) {
                    case NOTHING -> Future.succeededFuture(List.of(index));
                    case COUNT -> parents.count(job.account(), parent).map(List.of(index));
                    case REFRESH -> {
                        NewJob above =
                                FollowUps.refresh(parent, new Refresh("parent_refresh", refresh.forced()), List.of());
                        yield refresh.forced()
                                ? Future.succeededFuture(List.of(index, above))
                                : detached(job, above).map(List.of(index));
                    }
                });
    }

    /** Not part of what the caller asked for: what follows from a job counts for those who wait for it, this does not. */
    private Future<Void> detached(Job job, NewJob above) {
        return storage.work().enqueue(job.account(), List.of(above), Hold.READY).mapEmpty();
    }

    /** Directories whose overview tells of their children: not the containers of scopes and users. */
    private static boolean isSummarised(VikingUri directory) {
        int least = directory.scope().equals("resources") ? 1 : 3;
        return directory.depth() >= least && ContextType.of(directory) != ContextType.MEMORY;
    }
}
