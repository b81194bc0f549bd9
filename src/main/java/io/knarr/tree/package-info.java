/**
 * The virtual filesystem: nodes, and the ports to where they are kept.
 *
 * <p>Read first: {@link io.knarr.tree.TreeStore}, {@link io.knarr.tree.Node}, {@link io.knarr.tree.PathLeases}.
 *
 * <p>Why is the tree the truth? Everything else (index, layers) can be rebuilt from it; nothing can rebuild it.
 */
@NullMarked
@CheckReturnValue
package io.knarr.tree;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
