package io.knarr.retrieve;

import io.knarr.identity.Caller;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** What a search may know of a conversation. */
public interface Conversations {
    /** The newest messages and summary of a session; one that does not exist is an empty one. */
    Future<Recent> recent(Caller caller, VikingUri session);

    /**
     * The end of a conversation.
     *
     * @param overview of what was archived last; empty: nothing was
     * @param turns the newest messages, oldest first
     */
    record Recent(Optional<String> overview, List<Turn> turns) {
        public Recent {
            turns = List.copyOf(turns);
        }

        public boolean isEmpty() {
            return overview.isEmpty() && turns.isEmpty();
        }
    }

    /**
     * A message.
     *
     * @param role {@code user} or {@code assistant}
     */
    record Turn(String role, String text) {}
}
