package io.knarr.identity;

import io.knarr.fault.Fault;
import io.knarr.uri.VikingUri;
import java.util.Set;

/** May this caller do this there? The one place that decides (behaviour 1.6, core 1.8, 1.9). Pure. */
public final class Access {
    private static final Set<String> AGENT_AREAS = Set.of("skills", "endpoints", "tools", "payments");
    private static final Set<String> CONTROL_FILES =
            Set.of(".watch_tasks.json", ".watch_tasks.json.bak", ".watch_tasks.json.tmp");

    private Access() {}

    /** @throws Fault {@code PERMISSION_DENIED} */
    public static void requireRead(Caller caller, VikingUri uri) {
        if (!mayRead(caller, uri)) {
            throw denied("read", uri);
        }
    }

    /** Also for everything that is about to leave the server: listings, hits. */
    public static boolean mayRead(Caller caller, VikingUri uri) {
        if (isInternal(uri)) {
            return false;
        }
        if (isHiddenPeer(caller, uri)) {
            return false;
        }
        if (caller.isRoot()) {
            return true;
        }
        return switch (uri.scope()) {
            case "", "resources" -> !isControlFile(uri);
            case "user" -> uri.depth() == 1 || uri.segment(1).equals(caller.user());
            case "agent" ->
                uri.depth() == 1
                        || AGENT_AREAS.contains(uri.segment(1))
                        || caller.peer().isEmpty()
                        || caller.peer().get().equals(uri.segment(1));
            default -> false;
        };
    }

    /** @throws Fault {@code PERMISSION_DENIED} */
    public static void requireWrite(Caller caller, VikingUri uri) {
        boolean allowed = mayRead(caller, uri)
                && !mayHideAPeer(caller, uri)
                && switch (uri.scope()) {
                    case "resources" -> true;
                    case "user" -> uri.depth() > 1;
                    case "agent" -> uri.depth() > 1 && AGENT_AREAS.contains(uri.segment(1));
                    default -> false;
                };
        if (!allowed) {
            throw denied("write", uri);
        }
    }

    /** @throws Fault {@code PERMISSION_DENIED} */
    public static void requireDelete(Caller caller, VikingUri uri) {
        boolean allowed = mayRead(caller, uri)
                && !mayHideAPeer(caller, uri)
                && switch (uri.scope()) {
                    case "resources" -> uri.depth() > 1 || caller.isRoot();
                    case "user" -> uri.depth() > 2 || (uri.depth() == 2 && caller.isRoot());
                    case "agent" -> uri.depth() > 1;
                    default -> false;
                };
        if (!allowed) {
            throw denied("delete", uri);
        }
    }

    /** True when something below this address is kept from the caller’s peer view. */
    public static boolean mayHideAPeer(Caller caller, VikingUri uri) {
        VikingUri peers = caller.home().child("peers");
        return caller.peer().isPresent() && uri.contains(peers);
    }

    /** {@code .watch_tasks.json} and its like at {@code viking://resources}: not shown and not written by callers. */
    public static boolean isControlFile(VikingUri uri) {
        return uri.depth() == 2 && uri.scope().equals("resources") && CONTROL_FILES.contains(uri.name());
    }

    private static boolean isHiddenPeer(Caller caller, VikingUri uri) {
        return caller.peer().isPresent()
                && uri.depth() > 3
                && caller.home().child("peers").contains(uri)
                && !uri.segment(3).equals(caller.peer().get());
    }

    private static boolean isInternal(VikingUri uri) {
        return switch (uri.scope()) {
            case "", "resources", "user", "agent" -> false;
            default -> true;
        };
    }

    private static Fault denied(String action, VikingUri uri) {
        return Fault.denied("You may not " + action + " here: " + uri, uri.toString());
    }
}
