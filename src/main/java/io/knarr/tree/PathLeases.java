package io.knarr.tree;

import io.knarr.identity.AccountId;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/**
 * Who may change which part of the tree now. A lease on an exact path excludes every other lease on it and subtree leases
 * at or above it; a lease on a subtree excludes every lease at, below or (subtree) above it. Waiters are served in order of
 * arrival; two that do not conflict never wait for each other.
 */
public interface PathLeases {
    /**
     * Takes leases on all of these paths at once, or none. {@code CONFLICT} with {@code conflict_type: path_busy} when they
     * are not free within {@code patience} (zero: at once).
     */
    Future<Lease> acquire(AccountId account, List<Claim> claims, Duration patience);

    /** True when the path or one above it is leased. */
    Future<Boolean> isLeased(AccountId account, VikingUri uri);

    /**
     * One path of a lease.
     *
     * @param uri where
     * @param extent the path alone, or all below it too
     */
    record Claim(VikingUri uri, Extent extent) {
        public static Claim exact(VikingUri uri) {
            return new Claim(uri, Extent.EXACT);
        }

        public static Claim subtree(VikingUri uri) {
            return new Claim(uri, Extent.SUBTREE);
        }
    }

    /** How much a claim covers. */
    enum Extent {
        EXACT,
        SUBTREE
    }

    /** A lease that is held until released. */
    interface Lease {
        /** Gives it back; a second call does nothing. */
        void release();
    }
}
