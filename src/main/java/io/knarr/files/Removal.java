package io.knarr.files;

import io.knarr.context.ContextType;
import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.fault.Guard;
import io.knarr.identity.Access;
import io.knarr.identity.Caller;
import io.knarr.index.Filter;
import io.knarr.layers.ParentLayers;
import io.knarr.layers.Parents;
import io.knarr.storage.FollowUps;
import io.knarr.storage.Storage;
import io.knarr.storage.TreeChange;
import io.knarr.tree.Node;
import io.knarr.tree.PathLeases.Claim;
import io.knarr.uri.VikingUri;
import io.knarr.work.Following;
import io.knarr.work.GroupProgress;
import io.knarr.work.NewJob;
import io.knarr.work.Queue;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Removes nodes with their index entries (core 4.7). Removing what is not there succeeds. */
public final class Removal {
    private final Storage storage;
    private final Following following;
    private final Supplier<String> newGroup;
    private final ParentLayers parents;

    /** @param newGroup makes unique ids */
    public Removal(Storage storage, Following following, Supplier<String> newGroup, double freshnessRatio) {
        this.storage = storage;
        this.following = following;
        this.newGroup = newGroup;
        this.parents = new ParentLayers(storage.tree(), freshnessRatio);
    }

    /**
     * What became of a removal.
     *
     * @param records index records that were there
     * @param refreshed the directory whose summary follows, for resources
     * @param status of that refresh, a word of core 1.15
     */
    public record Outcome(
            VikingUri uri,
            long records,
            Optional<VikingUri> refreshed,
            String status,
            Optional<GroupProgress> progress) {}

    /** {@code FAILED_PRECONDITION} for a directory without {@code recursive}. */
    public Future<Outcome> remove(Caller caller, VikingUri uri, boolean recursive, Optional<Deadline> waitUntil) {
        return Guard.pass(() -> Access.requireDelete(caller, uri))
                .compose(_ -> storage.leases().acquire(caller.account(), List.of(Claim.subtree(uri)), Writing.PATIENCE))
                .compose(lease -> storage.tree()
                        .stat(caller.account(), uri)
                        .compose(found -> requireAllowed(uri, found, recursive))
                        .compose(_ -> removeLeased(caller, uri, waitUntil.isPresent()))
                        .onComplete(_ -> lease.release()))
                .compose(started -> finish(uri, started, waitUntil));
    }

    private static Future<Void> requireAllowed(VikingUri uri, Optional<Node> found, boolean recursive) {
        return found.filter(Node::isDirectory).isPresent() && !recursive
                ? Future.failedFuture(new Fault(
                        Code.FAILED_PRECONDITION,
                        "This is a directory; remove it with recursive: " + uri,
                        Map.of("resource", uri.toString(), "expected_flag", "recursive")))
                : Future.succeededFuture();
    }

    private record Started(long records, Optional<VikingUri> refreshed, boolean now, String group) {}

    private Future<Started> removeLeased(Caller caller, VikingUri uri, boolean forced) {
        String group = newGroup.get();
        Optional<VikingUri> parent =
                ContextType.of(uri) == ContextType.RESOURCE ? WritePolicy.summarised(uri) : Optional.empty();
        return refreshNow(caller, parent, forced).compose(now -> {
            List<NewJob> jobs = new ArrayList<>();
            jobs.add(FollowUps.index(uri, List.of(group)));
            parent.filter(_ -> now)
                    .ifPresent(directory -> jobs.add(FollowUps.refresh(
                            directory, new FollowUps.Refresh("content_delete", forced), List.of(group))));
            // Counted first: the job may delete them before this does.
            return storage.index()
                    .count(caller.account(), Filter.under(uri))
                    .compose(records -> storage.atomically(caller.account(), List.of(new TreeChange.Delete(uri)), jobs)
                            .compose(_ -> storage.index().delete(caller.account(), Filter.under(uri)))
                            .compose(_ -> parent.isEmpty() || now
                                    ? Future.succeededFuture()
                                    : parents.count(caller.account(), parent.get()))
                            .map(new Started(records, parent, now, group)));
        });
    }

    private Future<Boolean> refreshNow(Caller caller, Optional<VikingUri> parent, boolean forced) {
        return parent.isEmpty()
                ? Future.succeededFuture(false)
                : parents.after(caller.account(), parent.get(), true, forced)
                        .map(decision -> decision == Parents.REFRESH);
    }

    private Future<Outcome> finish(VikingUri uri, Started started, Optional<Deadline> waitUntil) {
        if (waitUntil.isEmpty() || started.refreshed().isEmpty()) {
            return Future.succeededFuture(new Outcome(
                    uri,
                    started.records(),
                    started.refreshed(),
                    started.now() ? "queued" : "deferred",
                    Optional.empty()));
        }
        return following
                .whenDone(started.group(), waitUntil.get(), "delete")
                .map(progress -> new Outcome(
                        uri,
                        started.records(),
                        started.refreshed(),
                        Writing.ended(progress, Queue.SEMANTIC),
                        Optional.of(progress)));
    }
}
