/**
 * Builds and refreshes the summaries of directories: L0, the abstract, and L1, the overview.
 *
 * <p>Read first: {@link io.knarr.layers.DirectoryLayers} (reads the entries, writes the two sidecars),
 * {@link io.knarr.layers.Extraction} (the text, without any model), {@link io.knarr.layers.Sidecar} (the file format).
 *
 * <p>Why extract at all when a model would write better? So that a server without a key is complete: the same two files,
 * the same limits, deterministic, and marked {@code extractive} so that they can be written again later.
 */
@NullMarked
@CheckReturnValue
package io.knarr.layers;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
