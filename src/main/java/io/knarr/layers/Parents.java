package io.knarr.layers;

import java.util.Optional;

/** What a change in a directory means for the directory above it (behaviour 2.4). */
public enum Parents {
    /** The abstract is as it was: nothing above can change. */
    NOTHING,
    /** Write the parent’s layers again. */
    REFRESH,
    /** Too small a change for a large parent: count it. */
    COUNT;

    /** Up to this many entries a directory is always refreshed at once. */
    private static final int SMALL = 32;

    public static Parents after(boolean changed, boolean forced, Optional<Sidecar.Freshness> parent, double ratio) {
        if (!changed) {
            return NOTHING;
        }
        if (forced || parent.isEmpty() || parent.get().total() <= SMALL) {
            return REFRESH;
        }
        double share = (parent.get().pendingChildChanges() + 1.0) / parent.get().total();
        return share >= ratio ? REFRESH : COUNT;
    }
}
