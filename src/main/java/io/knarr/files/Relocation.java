package io.knarr.files;

import io.knarr.fault.Code;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives nodes another address (core 4.8): vectors move along, both parents are summarised again. */
public final class Relocation {
    private static final int MOST_NODES = 1_000_000;

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
        if (from.contains(to) && !from.equals(to)) {
            throw refused(from, to, "A directory cannot move into itself");
        }
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
        boolean clash = target.isPresent() && target.get().isDirectory() != source.isDirectory();
        if (clash) {
            return Future.failedFuture(refused(from, to, "A file and a directory cannot take each other’s place"));
        }
        Future<List<TreeChange>> changes = source.isDirectory() && target.isPresent()
                ? merge(caller, from, to)
                : Future.succeededFuture(List.of(new TreeChange.Move(from, to)));
        return changes.compose(steps -> storage.atomically(caller.account(), steps, jobs(from, to)))
                .compose(_ -> storage.index().delete(caller.account(), io.knarr.index.Filter.exactly(to)))
                .compose(_ -> storage.index().move(caller.account(), from, to))
                .mapEmpty();
    }

    /** What is in both directories comes from the source; the rest of the target stays. */
    private Future<List<TreeChange>> merge(Caller caller, VikingUri from, VikingUri to) {
        return storage.tree()
                .walk(caller.account(), from, Integer.MAX_VALUE, MOST_NODES)
                .map(nodes -> {
                    List<TreeChange> steps = new ArrayList<>();
                    for (Node node : nodes) {
                        VikingUri target = node.uri().rebase(from, to);
                        steps.add(
                                node.isDirectory()
                                        ? new TreeChange.MakeDirectory(target)
                                        : new TreeChange.Move(node.uri(), target));
                    }
                    steps.add(new TreeChange.Delete(from));
                    return steps;
                });
    }

    private static List<NewJob> jobs(VikingUri from, VikingUri to) {
        List<NewJob> jobs = new ArrayList<>();
        jobs.add(FollowUps.index(from, List.of()));
        jobs.add(FollowUps.indexTree(to, List.of()));
        FollowUps.Refresh moved = new FollowUps.Refresh("parent_refresh", false);
        for (VikingUri parent : List.of(from.parent(), to.parent())) {
            if (parent.depth() > 0 && WritePolicy.refreshesLayers(parent)) {
                jobs.add(FollowUps.refresh(parent, moved, List.of()));
            }
        }
        return jobs;
    }

    private static Fault refused(VikingUri from, VikingUri to, String why) {
        return new Fault(
                Code.INVALID_ARGUMENT,
                why + ": " + from + " to " + to,
                Map.of("from_uri", from.toString(), "to_uri", to.toString()));
    }
}
