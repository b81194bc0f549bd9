package io.knarr.files;

import io.knarr.context.ContextType;
import io.knarr.context.Level;
import io.knarr.fault.Fault;
import io.knarr.identity.Access;
import io.knarr.identity.Caller;
import io.knarr.tree.WriteMode;
import io.knarr.uri.VikingUri;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which files callers may write, and how (core 5.5, 5.6). Pure. */
final class WritePolicy {
    private static final List<String> NOT_PLAIN = List.of("?", "#", "%2e", "%2f", "%5c");
    private static final List<String> CREATABLE =
            List.of(".md", ".txt", ".json", ".yaml", ".yml", ".toml", ".py", ".js", ".ts");
    private static final Set<String> KEPT_AREAS = Set.of("skills", "peers", "privacy", "sessions");

    private WritePolicy() {}

    static void require(Caller caller, VikingUri uri, String written, WriteMode mode) {
        String lower = written.toLowerCase(Locale.ROOT);
        if (NOT_PLAIN.stream().anyMatch(lower::contains)) {
            throw Fault.invalid(
                    "A file to write is named plainly, without '?', '#' or encoded dots and slashes: " + written);
        }
        if (uri.name().equals(".relations.json") || Access.isControlFile(uri)) {
            throw Fault.invalid("This file is kept by the server and cannot be written: " + uri);
        }
        Access.requireWrite(caller, uri);
        if (isKeptByServer(uri)) {
            throw Fault.invalid("Files below " + uri.segment(2)
                    + " have operations of their own; write below memories/ or resources/: " + uri);
        }
        if (mode == WriteMode.CREATE) {
            requireCreatable(uri);
        }
    }

    private static void requireCreatable(VikingUri uri) {
        if (Level.isSidecar(uri.name())) {
            throw Fault.invalid("Summaries are made by the server; they can be replaced, not created: " + uri);
        }
        if (CREATABLE.stream().noneMatch(uri.name()::endsWith)) {
            throw Fault.invalid("A new file ends in one of " + String.join(" ", CREATABLE) + ": " + uri);
        }
    }

    private static boolean isKeptByServer(VikingUri uri) {
        List<String> below = uri.segments().subList(Math.min(2, uri.depth()), uri.depth());
        return uri.scope().equals("user")
                && !below.isEmpty()
                && KEPT_AREAS.contains(below.getFirst())
                && !below.contains("memories")
                && !below.contains("resources");
    }

    /** The directory whose layers tell of this node; none above the containers of scopes and users. */
    static Optional<VikingUri> summarised(VikingUri uri) {
        VikingUri parent = uri.parent();
        boolean container =
                parent.isRoot() || (parent.depth() == 1 && !parent.scope().equals("resources"));
        return container || ContextType.of(parent) == ContextType.MEMORY ? Optional.empty() : Optional.of(parent);
    }

    /** Whether a change here makes the layers of its directory be written again. */
    static boolean refreshesLayers(VikingUri uri) {
        return ContextType.of(uri) != ContextType.MEMORY && !Level.isSidecar(uri.name());
    }
}
