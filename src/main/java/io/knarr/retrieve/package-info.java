/**
 * Find what matters: by meaning and by words, in one answer.
 *
 * <p>Read first: {@link io.knarr.retrieve.Finder} (the pipeline), {@link io.knarr.retrieve.Fusion} (how two rankings become
 * one score; pure), {@link io.knarr.retrieve.Scope} (where a caller searches).
 *
 * <p>Why does no step turn a failure into an empty list? An answer without hits is read as "there is nothing": a broken
 * index must never say that. What can be answered honestly without a part (words without vectors) is answered and marked
 * degraded.
 */
@NullMarked
@CheckReturnValue
package io.knarr.retrieve;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
