package io.knarr.ingest;

import io.knarr.fault.Rounds;
import io.knarr.identity.AccountId;
import io.knarr.offload.Pool;
import io.knarr.storage.FollowUps;
import io.knarr.storage.FollowUps.Refresh;
import io.knarr.storage.Storage;
import io.knarr.storage.TreeChange;
import io.knarr.tree.Node;
import io.knarr.tree.TreeStore;
import io.knarr.uri.VikingUri;
import io.knarr.work.NewJob;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Puts a staged directory at its place in the tree, with the jobs that follow, in one step. Where there is something
 * already, only what differs changes (behaviour 3.5, sync).
 */
final class Planting {
    private static final int MOST_NODES = 1_000_000;

    private final Storage storage;
    private final Pool compute;

    /** @param compute makes the list of what changes, which is as long as the import */
    Planting(Storage storage, Pool compute) {
        this.storage = storage;
        this.compute = compute;
    }

    /**
     * What to plant.
     *
     * @param staged directory with the files, in the temporary part of the tree
     * @param root its place
     * @param vectorsOnly no layers
     * @param groups whom the jobs count for
     */
    record Order(
            AccountId account,
            VikingUri staged,
            VikingUri root,
            boolean vectorsOnly,
            FollowUps.Tagging tagging,
            List<String> groups) {}

    /** The nodes below staging must be complete and durable. */
    Future<Void> plant(Order order) {
        TreeStore tree = storage.tree();
        return tree.walk(order.account(), order.staged(), Integer.MAX_VALUE, MOST_NODES)
                .compose(staged -> tree.stat(order.account(), order.root())
                        .compose(found -> found.isEmpty()
                                ? fresh(order, staged, false)
                                : tree.walk(order.account(), order.root(), Integer.MAX_VALUE, MOST_NODES)
                                        .compose(existing -> existing.stream().allMatch(Node::isHidden)
                                                ? fresh(order, staged, true)
                                                : synchronise(order, staged, existing))));
    }

    private record Plan(List<TreeChange> changes, List<NewJob> jobs) {}

    private Future<Void> fresh(Order order, List<Node> staged, boolean replacesEmpty) {
        return compute.run(() -> freshPlan(order, staged, replacesEmpty))
                .compose(plan -> storage.atomically(order.account(), plan.changes(), plan.jobs()));
    }

    private static Plan freshPlan(Order order, List<Node> staged, boolean replacesEmpty) {
        List<TreeChange> changes = new ArrayList<>();
        if (replacesEmpty) {
            changes.add(new TreeChange.Delete(order.root()));
        }
        changes.add(new TreeChange.Move(order.staged(), order.root()));
        List<NewJob> jobs = new ArrayList<>();
        Set<VikingUri> directories = new LinkedHashSet<>();
        directories.add(order.root());
        for (Node node : staged) {
            VikingUri place = node.uri().rebase(order.staged(), order.root());
            if (node.isDirectory()) {
                directories.add(place);
            } else {
                jobs.add(FollowUps.index(place, order.tagging(), order.groups()));
            }
        }
        jobs.addAll(refreshes(order, directories));
        return new Plan(changes, jobs);
    }

    private static List<NewJob> refreshes(Order order, Set<VikingUri> directories) {
        if (order.vectorsOnly()) {
            return List.of();
        }
        Refresh refresh = new Refresh("resource_ingest", false, true, order.tagging());
        return directories.stream()
                .map(directory -> FollowUps.refresh(directory, refresh, order.groups()))
                .toList();
    }

    private Future<Void> synchronise(Order order, List<Node> staged, List<Node> existing) {
        return compute.run(() -> Difference.from(order, existing))
                .compose(difference -> Rounds.each(staged, source -> compare(difference, source))
                        .compose(_ -> compute.run(difference::plan)))
                .compose(plan -> plan.changes().isEmpty() && plan.jobs().isEmpty()
                        ? Future.succeededFuture()
                        : storage.atomically(order.account(), plan.changes(), plan.jobs()));
    }

    private static boolean isHiddenBelow(VikingUri root, Node node) {
        String path = root.relativize(node.uri());
        return path.startsWith(".") || path.contains("/.");
    }

    private Future<Void> compare(Difference difference, Node source) {
        Order order = difference.order();
        VikingUri place = source.uri().rebase(order.staged(), order.root());
        Optional<Node> target = difference.take(place, source);
        if (source.isDirectory()) {
            difference.directory(place, target.isPresent());
            return Future.succeededFuture();
        }
        return target.isEmpty() || target.get().size() != source.size()
                ? done(() -> difference.put(source.uri(), place))
                : AddResourceHandler.sameContent(storage.tree(), order.account(), source.uri(), place)
                        .compose(same ->
                                done(same ? () -> difference.keep(place) : () -> difference.put(source.uri(), place)));
    }

    private static Future<Void> done(Runnable step) {
        step.run();
        return Future.succeededFuture();
    }

    /** What must change for the target to be as the source is. */
    private record Difference(
            Order order,
            NavigableMap<VikingUri, Node> there,
            List<TreeChange> changes,
            List<NewJob> entries,
            Set<VikingUri> layers) {
        Difference(Order order, NavigableMap<VikingUri, Node> there) {
            this(order, there, new ArrayList<>(), new ArrayList<>(), new LinkedHashSet<>());
        }

        /** Before anything was compared. */
        static Difference from(Order order, List<Node> existing) {
            NavigableMap<VikingUri, Node> there = new TreeMap<>();
            existing.stream()
                    .filter(node -> !isHiddenBelow(order.root(), node))
                    .forEach(node -> there.put(node.uri(), node));
            return new Difference(order, there);
        }

        /** After all was. */
        Plan plan() {
            removeRest();
            return new Plan(changes, jobs());
        }

        /** What is at the place of a source, if it is of its kind; otherwise it goes. */
        Optional<Node> take(VikingUri place, Node source) {
            Node target = there.remove(place);
            if (target != null && target.isDirectory() != source.isDirectory()) {
                remove(target);
                return Optional.empty();
            }
            return Optional.ofNullable(target);
        }

        /** What no source asked for is not in it any more. */
        void removeRest() {
            while (!there.isEmpty()) {
                remove(there.pollFirstEntry().getValue());
            }
        }

        /** With all it holds. */
        private void remove(Node node) {
            changes.add(new TreeChange.Delete(node.uri()));
            entries.add(FollowUps.index(node.uri(), order.groups()));
            layers.add(node.uri().parent());
            NavigableMap<VikingUri, Node> after = there.tailMap(node.uri(), false);
            while (!after.isEmpty() && node.uri().contains(after.firstKey())) {
                after.remove(after.firstKey());
            }
        }

        void directory(VikingUri place, boolean isThere) {
            if (isThere) {
                keep(place);
            } else {
                changes.add(new TreeChange.MakeDirectory(place));
                layers.add(place);
                layers.add(place.parent());
            }
        }

        void put(VikingUri from, VikingUri place) {
            changes.add(new TreeChange.Move(from, place));
            entries.add(FollowUps.index(place, order.tagging(), order.groups()));
            layers.add(place.parent());
        }

        /** Its content stays; its tags are those of this import. */
        void keep(VikingUri place) {
            if (!order.tagging().isNone()) {
                entries.add(FollowUps.index(place, order.tagging(), order.groups()));
            }
        }

        List<NewJob> jobs() {
            keep(order.root());
            List<NewJob> jobs = new ArrayList<>(entries);
            jobs.addAll(refreshes(order, layers));
            return jobs;
        }
    }
}
