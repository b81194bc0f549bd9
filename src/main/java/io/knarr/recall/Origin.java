package io.knarr.recall;

import io.knarr.identity.Caller;
import io.knarr.uri.VikingUri;
import java.util.Locale;

/** Whose a hit is; of equally ranked ones the first goes first. */
public enum Origin {
    ACTOR_PEER,
    SELF,
    OTHER_PEER;

    private static final int PEER = 3;

    /** As in JSON: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Origin of(Caller caller, VikingUri uri) {
        if (uri.depth() <= PEER || !caller.home().child("peers").contains(uri)) {
            return SELF;
        }
        return caller.peer().filter(uri.segment(PEER)::equals).isPresent() ? ACTOR_PEER : OTHER_PEER;
    }
}
