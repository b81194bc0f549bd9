/**
 * What we ask of models.
 *
 * <p>Read first: {@link io.knarr.model.Embedder}. Implementations live in {@code model.local} (in the process) and
 * {@code model.remote} (providers over HTTP).
 */
@NullMarked
@CheckReturnValue
package io.knarr.model;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
