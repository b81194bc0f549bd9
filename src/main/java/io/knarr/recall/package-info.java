/**
 * Puts what was found into a block of text that fits a prompt: search with {@code mode: "context"} and recall (core 6.4, 6.5,
 * behaviour 4.6).
 *
 * <p>Read first: {@link io.knarr.recall.Recall}, {@link io.knarr.recall.Assembly}, {@link io.knarr.recall.ContextRequest}.
 *
 * <p>A request becomes searches ({@code Gathering}), their hits become candidates in one order, the texts that can be needed
 * are read ({@code Texts}), and {@code Assembly} chooses how much of each is served. What was served is kept in the session
 * ({@code ServedLog}), so that the next turns get something else.
 *
 * <p>Why is the assembly apart and without I/O? Its promises (never above the budget, no body twice, the same input gives the
 * same block) are tested with thousands of random inputs.
 */
@NullMarked
@CheckReturnValue
package io.knarr.recall;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
