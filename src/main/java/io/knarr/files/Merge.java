package io.knarr.files;

import io.knarr.context.Level;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.Access;
import io.knarr.identity.AccountId;
import io.knarr.storage.TreeChange;
import io.knarr.tree.Node;
import io.knarr.tree.TreeStore;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the content of a directory comes into another one that is there: what both have comes from the source, the rest of the
 * target stays.
 *
 * @param moves from the source to its place, whole directories where the target has none
 * @param merged the directories that then hold entries of both
 */
record Merge(List<TreeChange.Move> moves, Set<VikingUri> merged) {
    private static final int MOST_NODES = 1_000_000;

    /** {@code INVALID_ARGUMENT} where a file and a directory would have to take each other’s place. */
    static Future<Merge> plan(TreeStore tree, AccountId account, VikingUri from, VikingUri to) {
        return walk(tree, account, from)
                .compose(source -> walk(tree, account, to).map(target -> {
                    Map<VikingUri, Node> there = new HashMap<>();
                    target.forEach(node -> there.put(node.uri(), node));
                    return of(from, to, source, there);
                }));
    }

    private static Future<List<Node>> walk(TreeStore tree, AccountId account, VikingUri directory) {
        return tree.walk(account, directory, Integer.MAX_VALUE, MOST_NODES);
    }

    private static Merge of(VikingUri from, VikingUri to, List<Node> source, Map<VikingUri, Node> there) {
        List<TreeChange.Move> moves = new ArrayList<>();
        Set<VikingUri> merged = new LinkedHashSet<>(List.of(to));
        Optional<VikingUri> moved = Optional.empty();
        for (Node node : source) {
            if (moved.filter(whole -> whole.contains(node.uri())).isPresent()) {
                continue;
            }
            VikingUri place = node.uri().rebase(from, to);
            Node other = there.get(place);
            if (other != null && other.isDirectory() != node.isDirectory()) {
                throw clash(node.uri(), place);
            }
            if (node.isDirectory() && other != null) {
                merged.add(place);
            } else if (!Level.isSidecar(node.name())) {
                // Layers of a merged directory are written anew: neither of the two old ones tells of all of it.
                moves.add(new TreeChange.Move(node.uri(), place));
                moved = node.isDirectory() ? Optional.of(node.uri()) : moved;
            }
        }
        return new Merge(moves, merged);
    }

    static Fault clash(VikingUri from, VikingUri to) {
        return refused(from, to, "A file and a directory cannot take each other’s place");
    }

    static Fault refused(VikingUri from, VikingUri to, String why) {
        return new Fault(
                Code.INVALID_ARGUMENT,
                why + ": " + from + " to " + to,
                Map.of("from_uri", from.toString(), "to_uri", to.toString()));
    }

    /** @throws Fault {@code INVALID_ARGUMENT} where one holds the other, or the server keeps one of them */
    static void requireApart(VikingUri from, VikingUri to) {
        if (Access.isControlFile(from) || Access.isControlFile(to)) {
            throw Fault.invalid("This file is kept by the server and stays where it is: " + from + " to " + to);
        }
        if (from.contains(to) && !from.equals(to)) {
            throw refused(from, to, "A directory cannot go into itself");
        }
        if (to.contains(from) && !from.equals(to)) {
            throw refused(from, to, "Nothing can take the place of a directory that holds it");
        }
    }
}
