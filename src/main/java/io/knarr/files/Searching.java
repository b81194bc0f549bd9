package io.knarr.files;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.knarr.context.ContextType;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.fault.Guard;
import io.knarr.identity.Access;
import io.knarr.identity.Caller;
import io.knarr.offload.Pool;
import io.knarr.parse.Decoding;
import io.knarr.storage.Storage;
import io.knarr.tree.Node;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks for text and for names (core 6.6, 6.7). Expressions run on a linear-time engine, off the loop, file by file, until
 * enough is found or the deadline passes.
 */
public final class Searching {
    private static final int MOST_NODES = 1_000_000;
    private static final int FILES_AT_ONCE = 8;
    private static final int SNIFFED_BYTES = 8192;

    private final Storage storage;
    private final Pool compute;

    /** @param compute runs the expressions */
    public Searching(Storage storage, Pool compute) {
        this.storage = storage;
        this.compute = compute;
    }

    /**
     * A line that matches.
     *
     * @param line counted from 1
     */
    public record LineMatch(VikingUri uri, int line, String content) {}

    /** Lines found, and how many files were looked at. */
    public record GrepResult(List<LineMatch> matches, int filesScanned) {}

    /**
     * What to look for.
     *
     * @param excluded skip this and everything below
     * @param limit most matches
     * @param depth levels below the directory
     */
    public record GrepRequest(
            VikingUri uri, Optional<VikingUri> excluded, String pattern, boolean ignoreCase, int limit, int depth) {}

    public Future<GrepResult> grep(Caller caller, GrepRequest request) {
        return Guard.pass(() -> Access.requireRead(caller, request.uri()))
                .compose(_ -> compiled(request))
                .compose(pattern -> files(caller, request)
                        .compose(files -> scan(caller, new Scan(request, pattern, files, new ArrayList<>()), 0)));
    }

    private static Future<Pattern> compiled(GrepRequest request) {
        try {
            int flags = request.ignoreCase() ? Pattern.CASE_INSENSITIVE : 0;
            return Future.succeededFuture(Pattern.compile(request.pattern(), flags));
        } catch (PatternSyntaxException broken) {
            return Future.failedFuture(Fault.invalid("This expression cannot be used: " + broken.getDescription()
                    + "; write it in RE2 syntax (no look-around, no back-references)"));
        }
    }

    private Future<List<Node>> files(Caller caller, GrepRequest request) {
        return storage.tree().stat(caller.account(), request.uri()).compose(found -> {
            if (found.isEmpty()) {
                return Future.failedFuture(Fault.notFound("file", request.uri().toString()));
            }
            if (!found.get().isDirectory()) {
                return Future.succeededFuture(List.of(found.get()));
            }
            return storage.tree()
                    .walk(caller.account(), request.uri(), request.depth(), MOST_NODES)
                    .map(nodes -> nodes.stream()
                            .filter(node -> !node.isDirectory() && isSearched(caller, request, node))
                            .toList());
        });
    }

    private static boolean isSearched(Caller caller, GrepRequest request, Node node) {
        boolean plainTree = ContextType.of(request.uri()) != ContextType.MEMORY
                && !request.uri().isRoot()
                && !(request.uri().scope().equals("user") && request.uri().depth() < 3);
        boolean inHiddenDirectory = plainTree
                && request.uri()
                        .relativize(node.uri().parent())
                        .lines()
                        .anyMatch(path -> path.startsWith(".") || path.contains("/."));
        return !node.isHidden()
                && !inHiddenDirectory
                && Access.mayRead(caller, node.uri())
                && request.excluded().filter(out -> out.contains(node.uri())).isEmpty();
    }

    private record Scan(GrepRequest request, Pattern pattern, List<Node> files, List<LineMatch> matches) {}

    private Future<GrepResult> scan(Caller caller, Scan scan, int from) {
        boolean enough = scan.matches().size() >= scan.request().limit();
        if (from >= scan.files().size() || enough) {
            List<LineMatch> kept =
                    scan.matches().stream().limit(scan.request().limit()).toList();
            return Future.succeededFuture(
                    new GrepResult(kept, Math.min(from, scan.files().size())));
        }
        if (caller.deadline().expired()) {
            return Future.failedFuture(caller.deadline().fault("grep"));
        }
        int to = Math.min(scan.files().size(), from + FILES_AT_ONCE);
        List<Node> some = scan.files().subList(from, to);
        return Batches.mapInOrder(some, FILES_AT_ONCE, node -> read(caller, node))
                .compose(contents -> compute.run(caller.deadline(), () -> {
                    List<LineMatch> found = new ArrayList<>();
                    for (int i = 0; i < some.size(); i++) {
                        int room = scan.request().limit() - scan.matches().size() - found.size();
                        found.addAll(matches(some.get(i).uri(), contents.get(i), scan.pattern(), room));
                    }
                    return found;
                }))
                .compose(found -> {
                    scan.matches().addAll(found);
                    return scan(caller, scan, to);
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

    private static List<LineMatch> matches(VikingUri uri, Buffer content, Pattern pattern, int room) {
        List<LineMatch> found = new ArrayList<>();
        if (room <= 0 || isBinary(content)) {
            return found;
        }
        boolean memory = ContextType.of(uri) == ContextType.MEMORY;
        String text = MemoryTrailer.hide(uri, Decoding.text(content.getBytes()));
        int number = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            number++;
            if (pattern.matcher(line).find()) {
                found.add(new LineMatch(uri, number, memory ? line : line.stripTrailing()));
                if (found.size() >= room) {
                    break;
                }
            }
        }
        return found;
    }

    private static boolean isBinary(Buffer content) {
        for (int i = 0; i < Math.min(content.length(), SNIFFED_BYTES); i++) {
            if (content.getByte(i) == 0) {
                return true;
            }
        }
        return false;
    }

    /** Addresses below a directory whose relative path matches, in path order. */
    public Future<List<VikingUri>> glob(Caller caller, VikingUri directory, String pattern, int limit) {
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
                    return storage.tree()
                            .walk(caller.account(), directory, Integer.MAX_VALUE, MOST_NODES)
                            .compose(nodes -> compute.run(
                                    caller.deadline(), () -> matching(caller, directory, nodes, glob, limit)));
                });
    }

    private static List<VikingUri> matching(
            Caller caller, VikingUri directory, List<Node> nodes, GlobPattern glob, int limit) {
        return nodes.stream()
                .filter(node -> !node.isHidden())
                .filter(node -> Access.mayRead(caller, node.uri()))
                .filter(node -> glob.matches(directory.relativize(node.uri())))
                .map(Node::uri)
                .sorted()
                .limit(limit)
                .toList();
    }
}
