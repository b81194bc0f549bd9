package io.knarr.tree;

import io.knarr.uri.VikingUri;
import java.time.Instant;

/**
 * What is at an address.
 *
 * @param uri where
 * @param kind file or directory
 * @param size bytes of a file; for a directory whatever the store says, for instance 4096
 * @param modifiedAt last change of a file’s content or of a directory’s entries
 */
public record Node(VikingUri uri, Kind kind, long size, Instant modifiedAt) {
    /** A node is one or the other. */
    public enum Kind {
        FILE,
        DIRECTORY
    }

    public boolean isDirectory() {
        return kind == Kind.DIRECTORY;
    }

    public String name() {
        return uri.name();
    }

    public boolean isHidden() {
        return uri.name().startsWith(".");
    }
}
