package io.knarr.retrieve;

import io.knarr.fault.Fault;
import io.knarr.identity.Access;
import io.knarr.identity.Caller;
import io.knarr.index.Filter;
import io.knarr.uri.VikingUri;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where a caller searches (core 6.1, behaviour 4.1). Pure.
 *
 * @param roots where a search begins; empty: everywhere
 */
record Scope(List<VikingUri> roots) {
    private static final VikingUri USERS = VikingUri.of("user");
    private static final Set<String> PEER_AREAS = Set.of("memories", "resources");

    Scope {
        roots = List.copyOf(roots);
    }

    Filter filter() {
        return roots.isEmpty() ? Filter.all() : Filter.underAny(roots);
    }

    /** @throws Fault {@code PERMISSION_DENIED} for a target that is not the caller’s to see */
    static Scope of(Caller caller, List<VikingUri> targets) {
        List<VikingUri> roots = new ArrayList<>();
        for (VikingUri target : targets) {
            if (!target.isRoot()) {
                Access.requireRead(caller, target);
                roots.addAll(expanded(caller, target));
            }
        }
        if (!roots.isEmpty()) {
            return new Scope(roots.stream().distinct().toList());
        }
        return new Scope(caller.isRoot() && caller.peer().isEmpty() ? List.of() : defaults(caller));
    }

    private static List<VikingUri> defaults(Caller caller) {
        VikingUri shared = VikingUri.of("resources");
        return caller.peer().isEmpty() ? List.of(caller.home(), shared) : withPeer(caller, List.of(shared));
    }

    private static List<VikingUri> withPeer(Caller caller, List<VikingUri> first) {
        List<VikingUri> roots = new ArrayList<>(first);
        for (String area : List.of("memories", "resources", "skills")) {
            roots.add(caller.home().child(area));
        }
        caller.peer()
                .ifPresent(peer -> PEER_AREAS.stream()
                        .sorted()
                        .forEach(area -> roots.add(
                                caller.home().child("peers").child(peer).child(area))));
        return roots;
    }

    private static List<VikingUri> expanded(Caller caller, VikingUri target) {
        if (target.equals(USERS) && !caller.isRoot()) {
            // All that a user may see there; entries of others would take the places of its own.
            return expanded(caller, caller.home());
        }
        VikingUri peers = caller.home().child("peers");
        if (target.equals(caller.home()) && caller.peer().isPresent()) {
            return withPeer(caller, List.of());
        }
        if (!peers.contains(target)) {
            return List.of(target);
        }
        if (target.equals(peers)) {
            return caller.peer().map(peer -> List.of(peers.child(peer))).orElse(List.of(peers));
        }
        int area = peers.depth() + 1;
        if (target.depth() == area) {
            return List.of(target.child("memories"), target.child("resources"));
        }
        if (!PEER_AREAS.contains(target.segment(area))) {
            throw Fault.invalid("Of a peer, memories and resources can be searched: " + target);
        }
        return List.of(target);
    }
}
