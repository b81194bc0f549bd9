package io.knarr.storage.embedded;

import io.knarr.tree.PathLeases.Claim;
import io.knarr.tree.PathLeases.Extent;
import io.knarr.tree.PathLeases.Lease;
import io.knarr.uri.VikingUri;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One call for leases, from its arrival to its release. Its state is guarded by the lock of {@link InProcessLeases}. */
final class LeaseRequest {
    private final Map<VikingUri, Extent> claims = new LinkedHashMap<>();
    private final @Nullable Context context = Vertx.currentContext();
    private final Promise<Lease> answer = Promise.promise();
    private final Set<LeaseRequest> waitsFor = new LinkedHashSet<>();
    private final Set<LeaseRequest> followers = new LinkedHashSet<>();
    private State state = State.WAITING;
    private Runnable grant = () -> {};

    private enum State {
        WAITING,
        GRANTED,
        GONE
    }

    LeaseRequest(Collection<Claim> claims) {
        // Of two claims on one path the wider one holds.
        claims.forEach(claim ->
                this.claims.merge(claim.uri(), claim.extent(), (one, other) -> one == Extent.SUBTREE ? one : other));
    }

    Map<VikingUri, Extent> claims() {
        return claims;
    }

    boolean coversBelow(VikingUri uri) {
        return claims.get(uri) == Extent.SUBTREE;
    }

    boolean isWaiting() {
        return state == State.WAITING;
    }

    boolean isGranted() {
        return state == State.GRANTED;
    }

    void waitFor(LeaseRequest earlier) {
        waitsFor.add(earlier);
        earlier.followers.add(this);
    }

    /** True when it is granted now, because nothing is left to wait for. */
    boolean grantIfFree() {
        if (state == State.WAITING && waitsFor.isEmpty()) {
            state = State.GRANTED;
        }
        return state == State.GRANTED;
    }

    /** The result are those that are granted now that this one is gone, in order of arrival. */
    List<LeaseRequest> leave() {
        state = State.GONE;
        waitsFor.forEach(earlier -> earlier.followers.remove(this));
        List<LeaseRequest> granted = new ArrayList<>();
        for (LeaseRequest follower : followers) {
            follower.waitsFor.remove(this);
            if (follower.grantIfFree()) {
                granted.add(follower);
            }
        }
        return granted;
    }

    /** What tells its caller; said under the lock, before it can be granted. */
    void onGrant(Runnable told) {
        grant = told;
    }

    void tellGranted() {
        tell(grant);
    }

    Promise<Lease> answer() {
        return answer;
    }

    /** Runs it where the caller lives; outside of the lock. */
    void tell(Runnable outcome) {
        if (context == null) {
            outcome.run();
        } else {
            context.runOnContext(_ -> outcome.run());
        }
    }
}
