package io.knarr.files;

import com.google.re2j.Pattern;
import io.knarr.context.ContextType;
import io.knarr.files.Searching.GrepRequest;
import io.knarr.files.Searching.GrepResult;
import io.knarr.files.Searching.LineMatch;
import io.knarr.identity.Access;
import io.knarr.identity.Caller;
import io.knarr.index.Expression;
import io.knarr.layers.MemoryTrailer;
import io.knarr.parse.Decoding;
import io.knarr.tree.Node;
import io.knarr.uri.VikingUri;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One grep: which files it looks into, and what it has found so far. One thread after the other.
 *
 * <p>In a tree of resources or skills alone hidden directories and what a stored {@code .gitignore} names are left out and lines
 * are trimmed; where memories may be none of it is so (core 6.6).
 */
final class GrepScan {
    private static final int SNIFFED_BYTES = 8192;

    private final GrepRequest request;
    private final Pattern pattern;
    private final boolean mayHoldMemories;
    private final MatchBudget budget = MatchBudget.ordinary();
    private final List<LineMatch> matches = new ArrayList<>();
    private int scanned;

    /** @throws io.knarr.fault.Fault {@code INVALID_ARGUMENT} for a pattern that is none */
    GrepScan(GrepRequest request) {
        this.request = request;
        this.pattern = Expression.compile(request.pattern(), request.ignoreCase());
        this.mayHoldMemories = mayHoldMemories(request.uri());
    }

    private static boolean mayHoldMemories(VikingUri uri) {
        boolean aboveThem = switch (uri.scope()) {
            case "" -> true;
            case "user" -> uri.depth() < 3 || (uri.depth() < 5 && uri.segment(2).equals("peers"));
            case "agent" -> uri.depth() == 1;
            default -> false;
        };
        return aboveThem || ContextType.of(uri) == ContextType.MEMORY;
    }

    /** A hidden file is looked into only when it is named itself. */
    boolean looksInto(Caller caller, Node node) {
        VikingUri uri = node.uri();
        return !node.isDirectory()
                && (uri.equals(request.uri()) || !node.isHidden())
                && (mayHoldMemories || !isBelowHidden(uri))
                && Access.mayRead(caller, uri)
                && request.excluded().filter(out -> out.contains(uri)).isEmpty();
    }

    private boolean isBelowHidden(VikingUri file) {
        int root = request.uri().depth();
        return root < file.depth()
                && file.segments().subList(root, file.depth() - 1).stream().anyMatch(name -> name.startsWith("."));
    }

    /** Whether this is not a tree of resources or skills alone. */
    boolean mayHoldMemories() {
        return mayHoldMemories;
    }

    VikingUri root() {
        return request.uri();
    }

    boolean isFull() {
        return matches.size() >= request.limit();
    }

    GrepResult result() {
        return new GrepResult(List.copyOf(matches), scanned, Map.of());
    }

    /**
     * Looks into some files, in their order, until there is enough.
     *
     * @throws io.knarr.fault.Fault {@code INVALID_ARGUMENT} for an expression that takes too long
     */
    void look(List<Node> files, List<Buffer> contents) {
        for (int i = 0; i < files.size() && !isFull(); i++) {
            scanned++;
            if (!isBinary(contents.get(i))) {
                look(files.get(i).uri(), Decoding.text(contents.get(i).getBytes()));
            }
        }
    }

    private void look(VikingUri uri, String text) {
        int number = 0;
        for (String line : (Iterable<String>) MemoryTrailer.hide(uri, text).lines()::iterator) {
            number++;
            if (budget.finds(pattern, line)) {
                matches.add(new LineMatch(uri, number, mayHoldMemories ? line : line.stripTrailing()));
                if (isFull()) {
                    break;
                }
            }
        }
    }

    private static boolean isBinary(Buffer content) {
        for (int i = 0; i < Math.min(content.length(), SNIFFED_BYTES); i++) {
            if (content.getByte(i) == 0) {
                return true;
            }
        }
        return false;
    }
}
