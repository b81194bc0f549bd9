package io.knarr.identity;

import io.knarr.fault.Deadline;
import io.knarr.uri.VikingUri;
import java.util.Optional;

/**
 * Who asks, and until when the answer is of use.
 *
 * @param account the tenant
 * @param user the user’s id within it
 * @param role what the user may do
 * @param peer the peer whose view is asked for, if any ({@code X-OpenViking-Actor-Peer})
 * @param requestId id of the request, for logs
 * @param deadline when the caller stops waiting
 */
public record Caller(
        AccountId account, String user, Role role, Optional<String> peer, String requestId, Deadline deadline) {
    /** {@code viking://user/<user>}. */
    public VikingUri home() {
        return VikingUri.of("user", user);
    }

    public boolean isRoot() {
        return role == Role.ROOT;
    }

    public Caller with(Deadline earlier) {
        return new Caller(account, user, role, peer, requestId, earlier.or(deadline));
    }
}
