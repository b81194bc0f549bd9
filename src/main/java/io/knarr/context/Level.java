package io.knarr.context;

import io.knarr.uri.VikingUri;

/** The three tiers in which a directory is kept; a file has only its content. */
public enum Level {
    /** L0: a short summary of a directory. */
    ABSTRACT(0, ".abstract.md"),
    /** L1: what a directory holds, entry by entry. */
    OVERVIEW(1, ".overview.md"),
    /** L2: the text of a file. */
    CONTENT(2, "");

    private final int number;
    private final String sidecar;

    Level(int number, String sidecar) {
        this.number = number;
        this.sidecar = sidecar;
    }

    /** 0, 1 or 2, as on the wire. */
    public int number() {
        return number;
    }

    /** Name of the file in a directory that holds this tier; empty for content. */
    public String sidecar() {
        return sidecar;
    }

    /** Where this tier of a node is kept: the sidecar in a directory, or the file itself. */
    public VikingUri addressOf(VikingUri node) {
        return sidecar.isEmpty() ? node : node.child(sidecar);
    }

    /** The tier whose sidecar has this name, or content. */
    public static Level ofName(String name) {
        for (Level level : values()) {
            if (!level.sidecar.isEmpty() && level.sidecar.equals(name)) {
                return level;
            }
        }
        return CONTENT;
    }

    public static boolean isSidecar(String name) {
        return ofName(name) != CONTENT;
    }
}
