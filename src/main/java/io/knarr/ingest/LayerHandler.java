package io.knarr.ingest;

import io.knarr.context.ContextType;
import io.knarr.context.Level;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.layers.DirectoryLayers;
import io.knarr.layers.Parents;
import io.knarr.layers.Sidecar;
import io.knarr.storage.FollowUps;
import io.knarr.storage.FollowUps.Refresh;
import io.knarr.storage.Storage;
import io.knarr.tree.WriteMode;
import io.knarr.uri.VikingUri;
import io.knarr.work.Handler;
import io.knarr.work.Job;
import io.knarr.work.NewJob;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes the layers of one directory, then has them indexed and decides what becomes of the parent’s (behaviour 2.3, 2.4). */
public final class LayerHandler implements Handler {
    private final Storage storage;
    private final DirectoryLayers layers;
    private final double freshnessRatio;

    public LayerHandler(Storage storage, DirectoryLayers layers, double freshnessRatio) {
        this.storage = storage;
        this.layers = layers;
        this.freshnessRatio = freshnessRatio;
    }

    @Override
    public Future<List<NewJob>> handle(Job job) {
        Refresh refresh = FollowUps.refreshOf(job.payload());
        return storage.tree()
                .stat(job.account(), job.key())
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(List.of(FollowUps.index(job.key(), job.groups())))
                        : layers.refresh(job.account(), job.key(), refresh.trigger())
                                .compose(refreshed -> next(job, refresh, refreshed)));
    }

    private Future<List<NewJob>> next(Job job, Refresh refresh, DirectoryLayers.Refreshed refreshed) {
        List<NewJob> jobs = new ArrayList<>();
        jobs.add(FollowUps.index(job.key(), refresh.tagging(), job.groups()));
        VikingUri parent = job.key().parent();
        if (!refresh.propagate() || !isSummarised(parent)) {
            return Future.succeededFuture(jobs);
        }
        return overview(job.account(), parent).compose(sidecar -> switch (Parents.after(
                refreshed.abstractChanged(), refresh.forced(), sidecar.flatMap(Sidecar::freshness), freshnessRatio)) {
            case NOTHING -> Future.succeededFuture(jobs);
            case REFRESH -> {
                // A parent refreshed for its own sake is not part of what the caller asked for.
                List<String> groups = refresh.forced() ? job.groups() : List.of();
                jobs.add(FollowUps.refresh(parent, new Refresh("parent_refresh", refresh.forced()), groups));
                yield Future.succeededFuture(jobs);
            }
            case COUNT -> count(job.account(), parent, sidecar).map(jobs);
        });
    }

    /** Directories whose overview tells of their children: not the containers of scopes and users. */
    private static boolean isSummarised(VikingUri directory) {
        int least = directory.scope().equals("resources") ? 1 : 3;
        return directory.depth() >= least && ContextType.of(directory) != ContextType.MEMORY;
    }

    private Future<Optional<Sidecar>> overview(AccountId account, VikingUri directory) {
        return storage.tree()
                .read(account, directory.child(Level.OVERVIEW.sidecar()))
                .map(stored -> Optional.of(Sidecar.parse(directory, stored.toString())))
                .recover(cause -> Fault.of(cause).code() == Code.NOT_FOUND
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(cause));
    }

    private Future<Void> count(AccountId account, VikingUri directory, Optional<Sidecar> overview) {
        if (overview.isEmpty()) {
            return Future.succeededFuture();
        }
        Sidecar sidecar = overview.get();
        int pending =
                sidecar.freshness().map(Sidecar.Freshness::pendingChildChanges).orElse(0);
        return storage.tree()
                .write(
                        account,
                        directory.child(Level.OVERVIEW.sidecar()),
                        Buffer.buffer(sidecar.withPending(pending + 1).text()),
                        WriteMode.UPSERT)
                .mapEmpty();
    }
}
