package io.knarr.ingest;

import io.knarr.fault.Deadline;
import io.knarr.identity.AccountId;
import io.knarr.index.IndexState;
import io.knarr.storage.FollowUps;
import io.knarr.storage.Storage;
import io.knarr.uri.VikingUri;
import io.knarr.work.Following;
import io.knarr.work.NewJob;
import io.knarr.work.WorkQueue.Hold;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fills an index that is empty, unreadable or of another model from the tree, while the server answers. */
public final class Rebuild {
    private static final Logger LOG = LoggerFactory.getLogger(Rebuild.class);
    private static final String GROUP = "w:rebuild";
    private static final List<String> SCOPES = List.of("resources", "user", "agent");

    private final Storage storage;
    private final Following following;
    private final AtomicBoolean underWay = new AtomicBoolean();

    public Rebuild(Storage storage, Following following) {
        this.storage = storage;
        this.following = following;
    }

    /**
     * Begins if the index asks for it and no rebuild is under way: when the server starts, and whenever a failing disk took
     * something out of the index. Succeeds once the work is enqueued; {@code done} is told when the index is whole.
     */
    public Future<Void> begin(Runnable done) {
        if (!(storage.index().state() instanceof IndexState.Stale stale) || !underWay.compareAndSet(false, true)) {
            return Future.succeededFuture();
        }
        return storage.tree()
                .accounts()
                .compose(accounts -> {
                    if (!accounts.isEmpty()) {
                        LOG.warn("index_rebuild_started accounts={} reason=\"{}\"", accounts.size(), stale.reason());
                    }
                    return Future.all(accounts.stream().map(this::enqueue).toList());
                })
                .onFailure(_ -> underWay.set(false))
                .onSuccess(_ -> following
                        .whenDone(GROUP, Deadline.none(), "index rebuild")
                        .onComplete(_ -> underWay.set(false))
                        .onSuccess(_ -> done.run())
                        .onFailure(cause -> LOG.error("index_rebuild_failed", cause)))
                .mapEmpty();
    }

    private Future<Void> enqueue(AccountId account) {
        return Future.all(SCOPES.stream()
                        .map(scope -> storage.tree().stat(account, VikingUri.of(scope)))
                        .toList())
                .compose(found -> {
                    List<NewJob> jobs = new ArrayList<>();
                    for (int i = 0; i < SCOPES.size(); i++) {
                        if (found.<java.util.Optional<?>>resultAt(i).isPresent()) {
                            jobs.add(FollowUps.indexTree(VikingUri.of(SCOPES.get(i)), List.of(GROUP)));
                        }
                    }
                    return storage.work().enqueue(account, jobs, Hold.READY);
                })
                .mapEmpty();
    }
}
