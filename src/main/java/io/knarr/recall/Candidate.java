package io.knarr.recall;

import io.knarr.tree.Node;
import io.knarr.uri.VikingUri;

/**
 * Something that was found and may be served.
 *
 * @param uri the node itself, never a sidecar
 * @param score of the search
 * @param rank the score less a penalty; what decides the order
 * @param abstractText as the index has it; empty when it has none
 */
record Candidate(
        VikingUri uri,
        Node.Kind kind,
        Category category,
        Origin origin,
        double score,
        double rank,
        String abstractText) {
    boolean isDirectory() {
        return kind == Node.Kind.DIRECTORY;
    }
}
