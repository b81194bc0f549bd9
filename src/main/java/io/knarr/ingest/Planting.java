package io.knarr.ingest;

import io.knarr.identity.AccountId;
import io.knarr.storage.FollowUps;
import io.knarr.storage.FollowUps.Refresh;
import io.knarr.storage.Storage;
import io.knarr.storage.TreeChange;
import io.knarr.tree.Node;
import io.knarr.tree.TreeStore;
import io.knarr.uri.VikingUri;
import io.knarr.work.NewJob;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts a staged directory at its place in the tree, with the jobs that follow, in one step. Where there is something
 * already, only what differs changes (behaviour 3.5, sync).
 */
final class Planting {
    private static final int MOST_NODES = 1_000_000;

    private final Storage storage;

    Planting(Storage storage) {
        this.storage = storage;
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

    private Future<Void> fresh(Order order, List<Node> staged, boolean replacesEmpty) {
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
        return storage.atomically(order.account(), changes, jobs);
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
        Map<VikingUri, Node> there = new HashMap<>();
        existing.stream()
                .filter(node -> !isHiddenBelow(order.root(), node))
                .forEach(node -> there.put(node.uri(), node));
        Difference difference = new Difference(order, there);
        return compare(difference, staged, 0).compose(_ -> {
            // What is left in the map is not in the source any more.
            difference.there().values().forEach(difference::remove);
            return difference.changes().isEmpty() && order.tagging().isNone()
                    ? Future.succeededFuture()
                    : storage.atomically(order.account(), difference.changes(), difference.jobs());
        });
    }

    private static boolean isHiddenBelow(VikingUri root, Node node) {
        String path = root.relativize(node.uri());
        return path.startsWith(".") || path.contains("/.");
    }

    private Future<Void> compare(Difference difference, List<Node> staged, int index) {
        if (index >= staged.size()) {
            return Future.succeededFuture();
        }
        Node source = staged.get(index);
        VikingUri place = source.uri()
                .rebase(difference.order().staged(), difference.order().root());
        Node target = difference.there().remove(place);
        boolean clash = false;
        if (target != null && target.isDirectory() != source.isDirectory()) {
            clash = true;
            difference.remove(target);
        }
        if (source.isDirectory()) {
            if (target == null || clash) {
                difference.makeDirectory(place);
            }
            return compare(difference, staged, index + 1);
        }
        Future<Boolean> same = target == null || clash || target.size() != source.size()
                ? Future.succeededFuture(false)
                : sameContent(difference.order().account(), source.uri(), place);
        return same.compose(unchanged -> {
            if (!unchanged) {
                difference.put(source.uri(), place);
            }
            return compare(difference, staged, index + 1);
        });
    }

    private Future<Boolean> sameContent(AccountId account, VikingUri one, VikingUri other) {
        Future<Buffer> first = storage.tree().read(account, one);
        Future<Buffer> second = storage.tree().read(account, other);
        return Future.all(first, second).map(_ -> first.result().equals(second.result()));
    }

    /** What must change for the target to be as the source is. */
    private record Difference(
            Order order,
            Map<VikingUri, Node> there,
            List<TreeChange> changes,
            List<NewJob> files,
            Set<VikingUri> dirs) {
        Difference(Order order, Map<VikingUri, Node> there) {
            this(order, there, new ArrayList<>(), new ArrayList<>(), new LinkedHashSet<>());
        }

        void remove(Node node) {
            changes.add(new TreeChange.Delete(node.uri()));
            files.add(FollowUps.index(node.uri(), order.groups()));
            dirs.add(node.uri().parent());
        }

        void makeDirectory(VikingUri place) {
            changes.add(new TreeChange.MakeDirectory(place));
            dirs.add(place);
            dirs.add(place.parent());
        }

        void put(VikingUri from, VikingUri place) {
            changes.add(new TreeChange.Move(from, place));
            files.add(FollowUps.index(place, order.tagging(), order.groups()));
            dirs.add(place.parent());
        }

        List<NewJob> jobs() {
            List<NewJob> jobs = new ArrayList<>(files);
            jobs.addAll(refreshes(order, dirs));
            return jobs;
        }
    }
}
