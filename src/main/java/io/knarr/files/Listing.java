package io.knarr.files;

import io.knarr.context.Level;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.fault.Guard;
import io.knarr.fault.Rounds;
import io.knarr.identity.Access;
import io.knarr.identity.Caller;
import io.knarr.layers.Placeholders;
import io.knarr.layers.Sidecar;
import io.knarr.offload.Pool;
import io.knarr.tree.Node;
import io.knarr.tree.TreeStore;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Lists directories as a caller may see them (core 4.1, 4.2). */
public final class Listing {
    private static final Set<String> TOP = Set.of("resources", "user", "agent");
    /** What OpenViking keeps for itself between the files of a workspace (core 1.13). */
    private static final Set<String> NEVER_LISTED = Set.of(".path.ovlock", ".redirect.json", ".sync_log.json");

    private static final int SUMMARIES_AT_ONCE = 8;

    /** Worked on where they are; more, in the pool: 10 000 entries take a loop 0.2 s. */
    private static final int FEW = 500;

    private final TreeStore tree;
    private final Details details;
    private final Pool compute;

    /** @param compute sorts and writes long lists */
    public Listing(TreeStore tree, Details details, Pool compute) {
        this.tree = tree;
        this.details = details;
        this.compute = compute;
    }

    /** Directories first, each directory before its content. {@code NOT_FOUND} of type {@code directory}. */
    public Future<List<Listed>> list(Caller caller, VikingUri directory, ListRequest request) {
        return list(caller, directory, request, Function.identity());
    }

    /**
     * The same in another form.
     *
     * @param form runs in the pool when the list is long
     */
    public <T> Future<T> list(Caller caller, VikingUri directory, ListRequest request, Function<List<Listed>, T> form) {
        return Guard.pass(() -> Access.requireRead(caller, directory))
                .compose(_ -> shown(caller, directory, request.wanted()))
                .compose(shown -> collect(caller, directory, request, shown))
                .compose(found -> {
                    List<Listed> page = found.subList(Math.min(request.offset(), found.size()), (int)
                            Math.min((long) request.offset() + request.limit(), found.size()));
                    List<Node> nodes = page.stream().map(Listed::node).toList();
                    Future<Map<VikingUri, String>> texts = summaries(caller, nodes, request.summaryChars());
                    Future<Map<VikingUri, Details.Detail>> more =
                            details.of(caller, nodes, request.wanted().extras());
                    return Future.all(texts, more)
                            .compose(_ -> where(
                                    caller,
                                    page,
                                    () -> form.apply(filled(page, request, texts.result(), more.result()))));
                });
    }

    /** Which nodes are shown; all are walked through. */
    private Future<Predicate<VikingUri>> shown(Caller caller, VikingUri directory, Details.Wanted wanted) {
        return wanted.tags().isEmpty()
                ? Future.succeededFuture(_ -> true)
                : details.tagged(caller, directory, wanted.tags()).map(tagged -> tagged::contains);
    }

    private <T> Future<T> where(Caller caller, List<?> entries, Supplier<T> work) {
        return entries.size() > FEW
                ? compute.run(caller.deadline(), work::get)
                : Future.succeededFuture().map(_ -> work.get());
    }

    /** The first entries of the tree, as many as are asked for. */
    private Future<List<Listed>> collect(
            Caller caller, VikingUri root, ListRequest request, Predicate<VikingUri> shown) {
        long wanted = (long) request.offset() + request.limit();
        List<Listed> found = new ArrayList<>();
        Deque<Iterator<Listed>> open = new ArrayDeque<>();
        if (request.depth() < 1) {
            return Future.succeededFuture(found);
        }
        return visible(caller, root, root, request)
                .onSuccess(entries -> open.push(entries.iterator()))
                .compose(_ -> Rounds.until(() -> {
                    while (!open.isEmpty() && found.size() < wanted) {
                        if (!open.element().hasNext()) {
                            open.pop();
                            continue;
                        }
                        Listed entry = open.element().next();
                        VikingUri uri = entry.node().uri();
                        if (shown.test(uri)) {
                            found.add(entry);
                        }
                        if (entry.node().isDirectory() && uri.depth() - root.depth() < request.depth()) {
                            return visible(caller, root, uri, request)
                                    .onSuccess(entries -> open.push(entries.iterator()))
                                    .map(Optional.empty());
                        }
                    }
                    return Future.succeededFuture(Optional.of(found));
                }));
    }

    /** The entries of one directory that this caller may see, in order. */
    private Future<List<Listed>> visible(Caller caller, VikingUri root, VikingUri directory, ListRequest request) {
        return children(caller, directory)
                .compose(children -> where(
                        caller,
                        children,
                        () -> children.stream()
                                .filter(node -> isVisible(caller, node, request.hiddenFiles()))
                                .map(node -> new Listed(node, root.relativize(node.uri())))
                                .sorted(Comparator.comparing(
                                                (Listed entry) -> !entry.node().isDirectory())
                                        .thenComparing(request.order()))
                                .toList()));
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
                && !NEVER_LISTED.contains(node.name())
                && !node.name().startsWith(".exact.ovlock.")
                && Access.mayRead(caller, node.uri());
    }

    /** Of the directories of a page, unless nobody asks; files have none. */
    private Future<Map<VikingUri, String>> summaries(Caller caller, List<Node> page, int maxChars) {
        List<Node> directories = maxChars == 0
                ? List.of()
                : page.stream().filter(Node::isDirectory).toList();
        Map<VikingUri, String> texts = new HashMap<>();
        return Batches.mapInOrder(
                        directories,
                        SUMMARIES_AT_ONCE,
                        node -> summary(caller, node, maxChars).onSuccess(text -> texts.put(node.uri(), text)))
                .map(texts);
    }

    private static List<Listed> filled(
            List<Listed> page, ListRequest request, Map<VikingUri, String> texts, Map<VikingUri, Details.Detail> more) {
        if (request.summaryChars() == 0 && more.isEmpty()) {
            return page;
        }
        return page.stream()
                .map(entry -> new Listed(
                        entry.node(),
                        entry.relativePath(),
                        request.summaryChars() == 0
                                ? Optional.empty()
                                : Optional.of(texts.getOrDefault(entry.node().uri(), "")),
                        more.getOrDefault(entry.node().uri(), Details.Detail.NONE)))
                .toList();
    }

    private Future<String> summary(Caller caller, Node node, int maxChars) {
        return tree.read(caller.account(), node.uri().child(Level.ABSTRACT.sidecar()))
                .map(stored ->
                        shortened(Sidecar.parse(node.uri(), stored.toString()).body(), maxChars))
                .recover(cause -> Future.succeededFuture(
                        Fault.of(cause).code() == Code.NOT_FOUND
                                ? Placeholders.missingAbstract(node.uri())
                                : Placeholders.UNREADABLE_ABSTRACT));
    }

    private static String shortened(String text, int maxChars) {
        return text.codePointCount(0, text.length()) <= maxChars
                ? text
                : text.substring(0, text.offsetByCodePoints(0, Math.max(0, maxChars - 3))) + "...";
    }
}
