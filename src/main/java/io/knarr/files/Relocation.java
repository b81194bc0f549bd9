package io.knarr.files;

import io.knarr.context.Level;
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
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
        if (Access.isControlFile(from) || Access.isControlFile(to)) {
            throw Fault.invalid("This file is kept by the server and cannot be moved: " + from + " to " + to);
        }
        if (from.contains(to) && !from.equals(to)) {
            throw refused(from, to, "A directory cannot move into itself");
        }
        if (to.contains(from) && !from.equals(to)) {
            throw refused(from, to, "Nothing can take the place of a directory that holds it");
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
        Future<Steps> steps = source.isDirectory() && target.isPresent()
                ? merge(caller, from, to)
                : Future.succeededFuture(new Steps(List.of(new TreeChange.Move(from, to)), Set.of()));
        // The index follows by the jobs too; moving its entries saves embedding them again.
        return steps.compose(planned ->
                        storage.atomically(caller.account(), planned.changes(), jobs(from, to, planned.merged())))
                .compose(_ -> storage.index().move(caller.account(), from, to))
                .mapEmpty();
    }

    /** How a move is done, and the directories that then hold entries of both. */
    private record Steps(List<TreeChange> changes, Set<VikingUri> merged) {}

    /** What is in both directories comes from the source; the rest of the target stays. */
    private Future<Steps> merge(Caller caller, VikingUri from, VikingUri to) {
        return walk(caller, from)
                .compose(source -> walk(caller, to).map(target -> {
                    Map<VikingUri, Node> there = new HashMap<>();
                    target.forEach(node -> there.put(node.uri(), node));
                    return steps(from, to, source, there);
                }));
    }

    private Future<List<Node>> walk(Caller caller, VikingUri directory) {
        return storage.tree().walk(caller.account(), directory, Integer.MAX_VALUE, MOST_NODES);
    }

    private static Steps steps(VikingUri from, VikingUri to, List<Node> source, Map<VikingUri, Node> there) {
        List<TreeChange> changes = new ArrayList<>();
        Set<VikingUri> merged = new LinkedHashSet<>(List.of(to));
        Optional<VikingUri> moved = Optional.empty();
        for (Node node : source) {
            if (moved.filter(whole -> whole.contains(node.uri())).isPresent()) {
                continue;
            }
            VikingUri place = node.uri().rebase(from, to);
            Node other = there.get(place);
            if (other != null && other.isDirectory() != node.isDirectory()) {
                throw refused(node.uri(), place, "A file and a directory cannot take each other’s place");
            }
            if (node.isDirectory() && other != null) {
                merged.add(place);
            } else if (!Level.isSidecar(node.name())) {
                // Layers of a merged directory are written anew: neither of the two old ones tells of all of it.
                changes.add(new TreeChange.Move(node.uri(), place));
                moved = node.isDirectory() ? Optional.of(node.uri()) : moved;
            }
        }
        changes.add(new TreeChange.Delete(from));
        return new Steps(changes, merged);
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

    private static Fault refused(VikingUri from, VikingUri to, String why) {
        return new Fault(
                Code.INVALID_ARGUMENT,
                why + ": " + from + " to " + to,
                Map.of("from_uri", from.toString(), "to_uri", to.toString()));
    }
}
