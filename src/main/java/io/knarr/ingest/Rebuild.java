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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fills an index that is empty, unreadable or of another model from the tree, while the server answers. */
public final class Rebuild {
    private static final Logger LOG = LoggerFactory.getLogger(Rebuild.class);
    private static final String GROUP = "w:rebuild";
    private static final List<String> SCOPES = List.of("resources", "user", "agent");

    private final Storage storage;
    private final Following following;

    public Rebuild(Storage storage, Following following) {
        this.storage = storage;
        this.following = following;
    }

    /** Begins if the index asks for it; succeeds once the work is enqueued. {@code done} is told when the index is whole. */
    public Future<Void> begin(Runnable done) {
        if (!(storage.index().state() instanceof IndexState.Stale stale)) {
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
                .onSuccess(_ -> following
                        .whenDone(GROUP, Deadline.none(), "index rebuild")
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
