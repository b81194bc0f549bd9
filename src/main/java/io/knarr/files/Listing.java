package io.knarr.files;

import io.knarr.context.Level;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.fault.Guard;
import io.knarr.identity.Access;
import io.knarr.identity.Caller;
import io.knarr.layers.Placeholders;
import io.knarr.layers.Sidecar;
import io.knarr.tree.Node;
import io.knarr.tree.TreeStore;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lists directories as a caller may see them (core 4.1, 4.2). */
public final class Listing {
    private static final Set<String> TOP = Set.of("resources", "user", "agent");
    private static final int SUMMARIES_AT_ONCE = 8;

    private final TreeStore tree;

    public Listing(TreeStore tree) {
        this.tree = tree;
    }

    /** Directories first, each directory before its content. {@code NOT_FOUND} of type {@code directory}. */
    public Future<List<Listed>> list(Caller caller, VikingUri directory, ListRequest request) {
        List<Listed> found = new ArrayList<>();
        int wanted = (int) Math.min(Integer.MAX_VALUE, (long) request.offset() + request.limit());
        return Guard.pass(() -> Access.requireRead(caller, directory))
                .compose(_ -> collect(caller, new Place(directory, directory, request.depth()), request, wanted, found))
                .compose(_ -> {
                    List<Listed> page = found.stream()
                            .skip(request.offset())
                            .limit(request.limit())
                            .toList();
                    return request.summaryChars() == 0
                            ? Future.succeededFuture(page)
                            : withSummaries(caller, page, request.summaryChars());
                });
    }

    private record Place(VikingUri root, VikingUri directory, int depth) {}

    private Future<Void> collect(Caller caller, Place place, ListRequest request, int wanted, List<Listed> found) {
        if (place.depth() < 1) {
            return Future.succeededFuture();
        }
        return children(caller, place.directory()).compose(children -> {
            List<Listed> visible = children.stream()
                    .filter(node -> isVisible(caller, node, request.hiddenFiles()))
                    .map(node -> new Listed(node, place.root().relativize(node.uri()), Optional.empty()))
                    .sorted(Comparator.comparing((Listed entry) -> !entry.node().isDirectory())
                            .thenComparing(request.order()))
                    .toList();
            return descend(caller, place, request, wanted, found, visible, 0);
        });
    }

    private Future<Void> descend(
            Caller caller,
            Place place,
            ListRequest request,
            int wanted,
            List<Listed> found,
            List<Listed> visible,
            int index) {
        int next = index;
        while (next < visible.size() && found.size() < wanted) {
            Listed entry = visible.get(next++);
            found.add(entry);
            if (entry.node().isDirectory() && place.depth() > 1) {
                int resume = next;
                return collect(
                                caller,
                                new Place(place.root(), entry.node().uri(), place.depth() - 1),
                                request,
                                wanted,
                                found)
                        .compose(_ -> descend(caller, place, request, wanted, found, visible, resume));
            }
        }
        return Future.succeededFuture();
    }

    private Future<List<Node>> children(Caller caller, VikingUri directory) {
        return tree.list(caller.account(), directory)
                .map(nodes -> directory.isRoot()
                        ? nodes.stream()
                                .filter(node -> TOP.contains(node.name()))
                                .toList()
                        : nodes)
                .recover(cause -> mayBeMissing(directory) && Fault.of(cause).code() == Code.NOT_FOUND
                        ? Future.succeededFuture(List.of())
                        : Future.failedFuture(cause));
    }

    /** Containers that exist before anything is in them. */
    private static boolean mayBeMissing(VikingUri directory) {
        boolean sessions = directory.scope().equals("user")
                && directory.depth() == 3
                && directory.name().equals("sessions");
        return sessions || (directory.depth() == 1 && TOP.contains(directory.scope()));
    }

    private static boolean isVisible(Caller caller, Node node, boolean hiddenFiles) {
        return (hiddenFiles || node.isDirectory() || !node.isHidden())
                && !Access.isControlFile(node.uri())
                && Access.mayRead(caller, node.uri());
    }

    private Future<List<Listed>> withSummaries(Caller caller, List<Listed> page, int maxChars) {
        return Batches.mapInOrder(
                page,
                SUMMARIES_AT_ONCE,
                entry -> summary(caller, entry.node(), maxChars)
                        .map(text -> new Listed(entry.node(), entry.relativePath(), Optional.of(text))));
    }

    private Future<String> summary(Caller caller, Node node, int maxChars) {
        if (!node.isDirectory()) {
            return Future.succeededFuture("");
        }
        return tree.read(caller.account(), node.uri().child(Level.ABSTRACT.sidecar()))
                .map(stored ->
                        shortened(Sidecar.parse(node.uri(), stored.toString()).body(), maxChars))
                .recover(cause -> Future.succeededFuture(
                        Fault.of(cause).code() == Code.NOT_FOUND
                                ? Placeholders.missingAbstract(node.uri())
                                : Placeholders.UNREADABLE_ABSTRACT));
    }

    private static String shortened(String text, int maxChars) {
        return text.length() <= maxChars ? text : text.substring(0, Math.max(0, maxChars - 3)) + "...";
    }
}
