/**
 * Find entries by vector, by words and by filter.
 *
 * <p>Read first: {@link io.knarr.index.VectorIndex}, {@link io.knarr.index.Entry}, {@link io.knarr.index.Filter}.
 *
 * <p>Why one entry with several vectors? A file is found by its best passage, but it is one thing to its reader: one
 * record in the contract, one score, one line in the answer.
 */
@NullMarked
@CheckReturnValue
package io.knarr.index;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
