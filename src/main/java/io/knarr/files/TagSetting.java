package io.knarr.files;

import io.knarr.context.Level;
import io.knarr.fault.Fault;
import io.knarr.fault.Guard;
import io.knarr.identity.Access;
import io.knarr.identity.Caller;
import io.knarr.index.Entry;
import io.knarr.index.Filter;
import io.knarr.index.VectorIndex.TagMode;
import io.knarr.storage.FollowUps;
import io.knarr.storage.FollowUps.Tagging;
import io.knarr.storage.Storage;
import io.knarr.tree.Node;
import io.knarr.uri.VikingUri;
import io.knarr.work.NewJob;
import io.knarr.work.WorkQueue.Hold;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sets tags of nodes (core 5.8). Tags live on index entries: what has none keeps no tags.
 *
 * <p>They are set at once, so that the next search sees them, and by jobs besides: a node that is being indexed meanwhile
 * would store its old tags again, and a call that breaks off in the middle is completed.
 */
public final class TagSetting {
    private static final int DEPTH = 3;
    private static final int MOST_NODES = 1000;
    /** Of which most are hidden; see {@link #MOST_NODES} for those that count. */
    private static final int MOST_WALKED = 4 * MOST_NODES;

    private final Storage storage;
    private final Details details;

    public TagSetting(Storage storage, Details details) {
        this.storage = storage;
        this.details = details;
    }

    /**
     * What was done.
     *
     * @param updated one address per entry: a directory with two tiers is there twice
     * @param root the directory itself, or the resource or kind of memory that a file belongs to
     * @param skipped nodes without entries
     */
    public record Outcome(List<VikingUri> updated, VikingUri root, long skipped) {}

    /**
     * Sets the tags of a node, or with {@code recursive} of what is below a directory and of its own layers. {@code NOT_FOUND}
     * of type {@code file}, also for a directory with nothing below.
     */
    public Future<Outcome> set(Caller caller, VikingUri uri, Tagging tagging, boolean recursive) {
        return Guard.pass(() -> Access.requireWrite(caller, uri))
                .compose(_ -> storage.tree().stat(caller.account(), uri))
                .map(found -> found.orElseThrow(() -> Fault.notFound("file", uri.toString())))
                .compose(node -> (recursive && node.isDirectory() ? below(caller, uri) : self(uri))
                        .compose(targets -> set(caller, targets, tagging, root(node))));
    }

    /**
     * What is to be tagged.
     *
     * @param nodes in the order of the answer
     * @param only this tier of them; empty: all
     * @param wanted how many of the nodes are expected to have entries
     */
    private record Targets(List<VikingUri> nodes, Optional<Level> only, int wanted) {}

    private static Future<Targets> self(VikingUri uri) {
        Attributes.Target target = Attributes.Target.of(uri);
        return Future.succeededFuture(new Targets(List.of(target.node()), target.only(), 1));
    }

    private Future<Targets> below(Caller caller, VikingUri directory) {
        return storage.tree()
                .walk(caller.account(), directory, DEPTH, MOST_WALKED)
                .map(nodes -> {
                    List<VikingUri> targets = new ArrayList<>(nodes.stream()
                            .filter(node -> !node.isHidden() && Access.mayRead(caller, node.uri()))
                            .map(Node::uri)
                            .limit(MOST_NODES)
                            .toList());
                    if (targets.isEmpty()) {
                        throw Fault.notFound("file", directory + "/*");
                    }
                    int below = targets.size();
                    boolean layers = nodes.stream()
                            .anyMatch(node -> Level.isSidecar(node.name())
                                    && node.uri().parent().equals(directory));
                    if (layers) {
                        targets.add(directory);
                    }
                    return new Targets(targets, Optional.empty(), below);
                });
    }

    private Future<Outcome> set(Caller caller, Targets targets, Tagging tagging, VikingUri root) {
        return details.entries(caller, targets.nodes()).compose(known -> {
            List<VikingUri> updated = targets.nodes().stream()
                    .flatMap(node -> known.getOrDefault(node, List.of()).stream())
                    .filter(entry -> targets.only().isEmpty() || targets.only().get() == entry.level())
                    .map(Entry::uri)
                    .toList();
            Set<VikingUri> found = Set.copyOf(updated);
            long skipped = targets.nodes().stream()
                    .limit(targets.wanted())
                    .filter(node -> !found.contains(node))
                    .count();
            Outcome outcome = new Outcome(updated, root, skipped);
            return found.isEmpty()
                    ? Future.succeededFuture(outcome)
                    : retag(caller, found, targets.only(), tagging).map(outcome);
        });
    }

    private Future<Void> retag(Caller caller, Set<VikingUri> uris, Optional<Level> only, Tagging tagging) {
        List<NewJob> jobs = uris.stream()
                .map(uri -> only.map(tier -> FollowUps.index(uri, tagging, tier))
                        .orElseGet(() -> FollowUps.index(uri, tagging, List.of())))
                .toList();
        Filter entries = only.map(level -> Filter.and(Details.at(uris), Filter.levels(List.of(level))))
                .orElseGet(() -> Details.at(uris));
        TagMode mode = tagging.mode().equals(Tagging.APPEND) ? TagMode.APPEND : TagMode.REPLACE;
        return storage.work()
                .enqueue(caller.account(), jobs, Hold.READY)
                .compose(_ -> storage.index().retag(caller.account(), entries, tagging.tags(), mode))
                .compose(_ -> storage.index().flush());
    }

    /** Of a directory itself; of a file what holds it below the container of its kind. */
    private static VikingUri root(Node node) {
        VikingUri uri = node.uri();
        if (node.isDirectory()) {
            return uri;
        }
        boolean ofPeer = uri.scope().equals("user") && uri.segment(2).equals("peers");
        int container = switch (uri.scope()) {
            case "user" -> ofPeer ? 5 : 3;
            case "agent" -> 2;
            default -> 1;
        };
        VikingUri root = uri.parent();
        while (root.depth() > container + 1) {
            root = root.parent();
        }
        return root;
    }
}
