package io.knarr.layers;

import io.knarr.context.Level;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.tree.TreeStore;
import io.knarr.tree.WriteMode;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** Decides whether the layers of a directory are written again after a change in it, and counts those too small for that. */
public final class ParentLayers {
    private final TreeStore tree;
    private final double refreshRatio;

    /** @param refreshRatio {@link LayerSettings#freshnessRefreshRatio} */
    public ParentLayers(TreeStore tree, double refreshRatio) {
        this.tree = tree;
        this.refreshRatio = refreshRatio;
    }

    /**
     * What is to be done about this directory. Nothing is written.
     *
     * @param changed whether what its overview tells of one of its entries is another
     * @param forced however small the change
     */
    public Future<Parents> after(AccountId account, VikingUri directory, boolean changed, boolean forced) {
        return overview(account, directory)
                .map(sidecar -> Parents.after(changed, forced, sidecar.flatMap(Sidecar::freshness), refreshRatio));
    }

    /** One more change that the layers have not seen. A directory without an overview has nothing to count in. */
    public Future<Void> count(AccountId account, VikingUri directory) {
        return overview(account, directory)
                .compose(found -> found.map(sidecar -> {
                            int pending = sidecar.freshness()
                                    .map(Sidecar.Freshness::pendingChildChanges)
                                    .orElse(0);
                            Buffer counted = Buffer.buffer(
                                    sidecar.withPending(pending + 1).text());
                            return tree.write(account, Level.OVERVIEW.addressOf(directory), counted, WriteMode.UPSERT)
                                    .<Void>mapEmpty();
                        })
                        .orElseGet(Future::succeededFuture));
    }

    private Future<Optional<Sidecar>> overview(AccountId account, VikingUri directory) {
        return tree.read(account, Level.OVERVIEW.addressOf(directory))
                .map(stored -> Optional.of(Sidecar.parse(directory, stored.toString())))
                .recover(cause -> Fault.of(cause).code() == Code.NOT_FOUND
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(cause));
    }
}
