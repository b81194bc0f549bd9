package io.knarr.files;

import io.knarr.fault.Fault;
import io.knarr.fault.Guard;
import io.knarr.identity.Access;
import io.knarr.identity.Caller;
import io.knarr.storage.FollowUps;
import io.knarr.storage.Storage;
import io.knarr.storage.TreeChange;
import io.knarr.tree.Node;
import io.knarr.tree.PathLeases.Claim;
import io.knarr.uri.VikingUri;
import io.knarr.work.NewJob;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Gives nodes another address (core 4.8): vectors move along, both parents are summarised again. */
public final class Relocation {
    private final Storage storage;

    public Relocation(Storage storage) {
        this.storage = storage;
    }

    /** {@code NOT_FOUND} of type {@code resource}; {@code INVALID_ARGUMENT} for a file onto a directory or into itself. */
    public Future<Void> move(Caller caller, VikingUri from, VikingUri to) {
        return Guard.pass(() -> requireAllowed(caller, from, to))
                .compose(_ -> storage.leases().acquire(caller.account(), claims(from, to), Writing.PATIENCE))
                .compose(lease -> both(caller, from, to)
                        .compose(nodes -> relocate(caller, nodes.from(), nodes.to(), to))
                        .onComplete(_ -> lease.release()));
    }

    private static void requireAllowed(Caller caller, VikingUri from, VikingUri to) {
        Access.requireDelete(caller, from);
        Access.requireWrite(caller, from);
        Access.requireWrite(caller, to);
        Merge.requireApart(from, to);
    }

    private static List<Claim> claims(VikingUri from, VikingUri to) {
        return from.equals(to) ? List.of(Claim.subtree(from)) : List.of(Claim.subtree(from), Claim.subtree(to));
    }

    private record Ends(Node from, Optional<Node> to) {}

    private Future<Ends> both(Caller caller, VikingUri from, VikingUri to) {
        return storage.tree()
                .stat(caller.account(), from)
                .compose(source -> source.isEmpty()
                        ? Future.failedFuture(Fault.notFound("resource", from.toString()))
                        : storage.tree().stat(caller.account(), to).map(target -> new Ends(source.get(), target)));
    }

    private Future<Void> relocate(Caller caller, Node source, Optional<Node> target, VikingUri to) {
        VikingUri from = source.uri();
        if (from.equals(to)) {
            return Future.succeededFuture();
        }
        if (target.isPresent() && target.get().isDirectory() != source.isDirectory()) {
            return Future.failedFuture(Merge.clash(from, to));
        }
        Future<Steps> steps = source.isDirectory() && target.isPresent()
                ? Merge.plan(storage.tree(), caller.account(), from, to).map(merge -> Steps.of(merge, from))
                : Future.succeededFuture(new Steps(List.of(new TreeChange.Move(from, to)), Set.of()));
        // The index follows by the jobs too; moving its entries saves embedding them again.
        return steps.compose(planned ->
                        storage.atomically(caller.account(), planned.changes(), jobs(from, to, planned.merged())))
                .compose(_ -> storage.index().move(caller.account(), from, to))
                .mapEmpty();
    }

    /** How a move is done, and the directories that then hold entries of both. */
    private record Steps(List<TreeChange> changes, Set<VikingUri> merged) {
        static Steps of(Merge merge, VikingUri from) {
            List<TreeChange> changes = new ArrayList<>(merge.moves());
            changes.add(new TreeChange.Delete(from));
            return new Steps(changes, merge.merged());
        }
    }

    private static List<NewJob> jobs(VikingUri from, VikingUri to, Set<VikingUri> merged) {
        List<NewJob> jobs = new ArrayList<>();
        jobs.add(FollowUps.index(from, List.of()));
        jobs.add(FollowUps.indexTree(to, List.of()));
        Set<VikingUri> changed = new LinkedHashSet<>(merged);
        WritePolicy.summarised(from).ifPresent(changed::add);
        WritePolicy.summarised(to).ifPresent(changed::add);
        FollowUps.Refresh moved = new FollowUps.Refresh("parent_refresh", false);
        changed.stream()
                .filter(WritePolicy::refreshesLayers)
                .forEach(directory -> jobs.add(FollowUps.refresh(directory, moved, List.of())));
        return jobs;
    }
}
