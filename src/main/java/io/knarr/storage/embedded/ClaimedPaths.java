package io.knarr.storage.embedded;

import io.knarr.tree.PathLeases.Extent;
import io.knarr.uri.VikingUri;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The paths of one account that requests hold or wait for. Guarded by the lock of {@link InProcessLeases}. */
final class ClaimedPaths {
    /** An address comes right before what is below it, so a subtree is one range. */
    private final NavigableMap<VikingUri, List<LeaseRequest>> requests = new TreeMap<>();

    /** Makes a newcomer wait for those it conflicts with; the result is the first of its paths that is not free. */
    Optional<VikingUri> queueUp(LeaseRequest newcomer) {
        Optional<VikingUri> busy = Optional.empty();
        for (Map.Entry<VikingUri, Extent> claim : newcomer.claims().entrySet()) {
            List<LeaseRequest> earlier = conflicts(claim.getKey(), claim.getValue());
            earlier.forEach(newcomer::waitFor);
            if (busy.isEmpty() && !earlier.isEmpty()) {
                busy = Optional.of(claim.getKey());
            }
        }
        return busy;
    }

    void add(LeaseRequest request) {
        request.claims()
                .keySet()
                .forEach(uri ->
                        requests.computeIfAbsent(uri, _ -> new ArrayList<>()).add(request));
    }

    void remove(LeaseRequest request) {
        request.claims()
                .keySet()
                .forEach(uri -> requests.computeIfPresent(uri, (_, there) -> {
                    there.remove(request);
                    return there.isEmpty() ? null : there;
                }));
    }

    boolean isEmpty() {
        return requests.isEmpty();
    }

    /** Requests that exclude such a claim. */
    private List<LeaseRequest> conflicts(VikingUri uri, Extent extent) {
        List<LeaseRequest> found = new ArrayList<>(requests.getOrDefault(uri, List.of()));
        VikingUri above = uri;
        while (!above.isRoot()) {
            above = above.parent();
            for (LeaseRequest request : requests.getOrDefault(above, List.of())) {
                if (request.coversBelow(above)) {
                    found.add(request);
                }
            }
        }
        if (extent == Extent.SUBTREE) {
            for (Map.Entry<VikingUri, List<LeaseRequest>> entry :
                    requests.tailMap(uri, false).entrySet()) {
                if (!uri.contains(entry.getKey())) {
                    break;
                }
                found.addAll(entry.getValue());
            }
        }
        return found;
    }

    boolean isLeased(VikingUri uri) {
        VikingUri at = uri;
        boolean leased = holdsOne(at);
        while (!leased && !at.isRoot()) {
            at = at.parent();
            leased = holdsOne(at);
        }
        return leased;
    }

    private boolean holdsOne(VikingUri uri) {
        return requests.getOrDefault(uri, List.of()).stream().anyMatch(LeaseRequest::isGranted);
    }
}
