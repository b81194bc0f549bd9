/**
 * One back end as a whole: it hands out tree, index, work and uploads, and changes them as one step.
 *
 * <p>Read first: {@link io.knarr.storage.Storage}.
 *
 * <p>Why is a change a value and not a function? The embedded back end must write the jobs before the files and release
 * them after, the PostgreSQL one wraps both in a transaction; neither can reorder the steps inside a function.
 */
@NullMarked
@CheckReturnValue
package io.knarr.storage;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
