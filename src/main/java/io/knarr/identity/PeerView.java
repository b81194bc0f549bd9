package io.knarr.identity;

import io.knarr.fault.Fault;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The peer whose view a request asks for: {@code X-OpenViking-Actor-Peer} (core 1.2). */
public final class PeerView {
    private PeerView() {}

    /** @throws Fault {@code INVALID_ARGUMENT} for what cannot be a peer */
    public static Optional<String> of(@Nullable String header) {
        Optional<String> peer = Credentials.trimmed(header);
        peer.ifPresent(id -> Identifiers.require("peer", id));
        return peer;
    }
}
