package io.knarr.files;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.fault.Guard;
import io.knarr.fault.Rounds;
import io.knarr.identity.Access;
import io.knarr.identity.Caller;
import io.knarr.offload.Pool;
import io.knarr.storage.Storage;
import io.knarr.tree.Node;
import io.knarr.uri.IgnoreTree;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Looks for text and for names (core 6.6, 6.7). Expressions run on a linear-time engine, off the loop, file by file, until
 * enough is found or the deadline passes.
 */
public final class Searching {
    private static final int MOST_NODES = 1_000_000;
    private static final int FILES_AT_ONCE = 8;
    private static final long LARGEST_IGNORE_FILE = 64 << 10;
    private static final int MOST_IGNORE_FILES = 100;

    private final Storage storage;
    private final Details details;
    private final Pool compute;

    /** @param compute runs the expressions */
    public Searching(Storage storage, Details details, Pool compute) {
        this.storage = storage;
        this.details = details;
        this.compute = compute;
    }

    /**
     * A line that matches.
     *
     * @param line counted from 1
     */
    public record LineMatch(VikingUri uri, int line, String content) {}

    /**
     * What was found.
     *
     * @param filesScanned how many files were looked at
     * @param details of the files with matches, where asked for
     */
    public record GrepResult(List<LineMatch> matches, int filesScanned, Map<VikingUri, Details.Detail> details) {}

    /**
     * What to look for.
     *
     * @param excluded skip this and everything below
     * @param limit most matches
     * @param depth levels below the directory
     * @param wanted which files, by their tags, and what to know of them
     */
    public record GrepRequest(
            VikingUri uri,
            Optional<VikingUri> excluded,
            String pattern,
            boolean ignoreCase,
            int limit,
            int depth,
            Details.Wanted wanted) {
        public GrepRequest(
                VikingUri uri, Optional<VikingUri> excluded, String pattern, boolean ignoreCase, int limit, int depth) {
            this(uri, excluded, pattern, ignoreCase, limit, depth, Details.Wanted.NOTHING);
        }
    }

    public Future<GrepResult> grep(Caller caller, GrepRequest request) {
        return Guard.pass(() -> Access.requireRead(caller, request.uri()))
                .map(_ -> new GrepScan(request))
                .compose(scan -> shown(caller, request.uri(), request.wanted())
                        .compose(shown -> files(caller, request, scan, shown))
                        .compose(files -> scan(caller, scan, files)
                                .compose(result -> withDetails(caller, request, files, result))));
    }

    private Future<GrepResult> withDetails(Caller caller, GrepRequest request, List<Node> files, GrepResult result) {
        Set<VikingUri> matching = result.matches().stream().map(LineMatch::uri).collect(Collectors.toSet());
        List<Node> nodes =
                files.stream().filter(file -> matching.contains(file.uri())).toList();
        return details.of(caller, nodes, request.wanted().extras())
                .map(known -> new GrepResult(result.matches(), result.filesScanned(), known));
    }

    private Future<Predicate<VikingUri>> shown(Caller caller, VikingUri below, Details.Wanted wanted) {
        return wanted.tags().isEmpty()
                ? Future.succeededFuture(_ -> true)
                : details.tagged(caller, below, wanted.tags()).map(tagged -> tagged::contains);
    }

    private Future<List<Node>> files(Caller caller, GrepRequest request, GrepScan scan, Predicate<VikingUri> shown) {
        return storage.tree().stat(caller.account(), request.uri()).compose(found -> {
            if (found.isEmpty()) {
                return Future.failedFuture(Fault.notFound("file", request.uri().toString()));
            }
            Future<List<Node>> nodes = found.get().isDirectory()
                    ? storage.tree().walk(caller.account(), request.uri(), request.depth(), MOST_NODES)
                    : Future.succeededFuture(List.of(found.get()));
            return nodes.compose(all -> ignoreFiles(caller, scan, all)
                    .compose(rules -> compute.run(
                            caller.deadline(),
                            () -> all.stream()
                                    .filter(node -> shown.test(node.uri()) && scan.looksInto(caller, node))
                                    .filter(node -> !rules.ignores(request.uri().relativize(node.uri())))
                                    .toList())));
        });
    }

    /** Rules that were stored with the documents; where memories may be there are none. */
    private Future<IgnoreTree> ignoreFiles(Caller caller, GrepScan scan, List<Node> nodes) {
        IgnoreTree rules = new IgnoreTree(_ -> false);
        List<Node> files = scan.mayHoldMemories()
                ? List.of()
                : nodes.stream()
                        .filter(node -> node.name().equals(IgnoreTree.FILE) && node.size() <= LARGEST_IGNORE_FILE)
                        .limit(MOST_IGNORE_FILES)
                        .toList();
        return Batches.mapInOrder(
                        files,
                        FILES_AT_ONCE,
                        node -> read(caller, node)
                                .onSuccess(
                                        content -> rules.add(scan.root().relativize(node.uri()), content.toString())))
                .map(rules);
    }

    private Future<GrepResult> scan(Caller caller, GrepScan scan, List<Node> files) {
        Iterator<List<Node>> parts = Batches.parts(files, FILES_AT_ONCE).iterator();
        return Rounds.until(() -> {
            if (!parts.hasNext() || scan.isFull()) {
                return Future.succeededFuture(Optional.of(scan.result()));
            }
            if (caller.deadline().expired()) {
                return Future.failedFuture(caller.deadline().fault("grep"));
            }
            List<Node> some = parts.next();
            return Batches.mapInOrder(some, FILES_AT_ONCE, node -> read(caller, node))
                    .compose(contents -> compute.run(caller.deadline(), () -> {
                        scan.look(some, contents);
                        return Optional.empty();
                    }));
        });
    }

    /** A file that went away since it was listed has no lines. */
    private Future<Buffer> read(Caller caller, Node node) {
        return storage.tree()
                .read(caller.account(), node.uri())
                .recover(cause -> Fault.of(cause).code() == Code.NOT_FOUND
                        ? Future.succeededFuture(Buffer.buffer())
                        : Future.failedFuture(cause));
    }

    /** Nodes below a directory whose relative path matches, in path order. */
    public Future<List<Listed>> glob(
            Caller caller, VikingUri directory, String pattern, int limit, Details.Wanted wanted) {
        return Guard.pass(() -> Access.requireRead(caller, directory))
                .compose(_ -> storage.tree().stat(caller.account(), directory))
                .compose(found -> {
                    if (found.isPresent() && !found.get().isDirectory()) {
                        return Future.failedFuture(new Fault(
                                Code.FAILED_PRECONDITION,
                                "A pattern is looked for below a directory, this is a file: " + directory,
                                Map.of("resource", directory.toString())));
                    }
                    GlobPattern glob = GlobPattern.of(pattern);
                    return shown(caller, directory, wanted)
                            .compose(shown -> storage.tree()
                                    .walk(caller.account(), directory, Integer.MAX_VALUE, MOST_NODES)
                                    .compose(nodes -> compute.run(
                                            caller.deadline(),
                                            () -> matching(
                                                    caller,
                                                    nodes,
                                                    uri -> shown.test(uri) && glob.matches(directory.relativize(uri)),
                                                    limit))))
                            .compose(nodes -> details.of(caller, nodes, wanted.extras())
                                    .map(known -> listed(directory, nodes, known)));
                });
    }

    private static List<Node> matching(Caller caller, List<Node> nodes, Predicate<VikingUri> wanted, int limit) {
        return nodes.stream()
                .filter(node -> node.isDirectory() || !node.isHidden())
                .filter(node -> Access.mayRead(caller, node.uri()))
                .filter(node -> wanted.test(node.uri()))
                .sorted(Comparator.comparing(Node::uri))
                .limit(limit)
                .toList();
    }

    private static List<Listed> listed(VikingUri directory, List<Node> nodes, Map<VikingUri, Details.Detail> known) {
        return nodes.stream()
                .map(node -> new Listed(
                        node,
                        directory.relativize(node.uri()),
                        Optional.empty(),
                        known.getOrDefault(node.uri(), Details.Detail.NONE)))
                .toList();
    }
}
