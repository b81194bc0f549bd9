package io.knarr.files;

import io.knarr.tree.Node;
import java.util.Optional;

/**
 * A node in a listing.
 *
 * @param node what is there
 * @param relativePath below the listed directory, without slashes at the ends
 * @param summary L0 of a directory or its placeholder; empty text for files; absent when not asked for
 * @param detail what was asked for beside the tree
 */
public record Listed(Node node, String relativePath, Optional<String> summary, Details.Detail detail) {
    Listed(Node node, String relativePath) {
        this(node, relativePath, Optional.empty(), Details.Detail.NONE);
    }
}
