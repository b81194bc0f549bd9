/**
 * What we ask of models.
 *
 * <p>Read first: {@link io.knarr.model.Embedder}, {@link io.knarr.model.Writer}, {@link io.knarr.model.Reranker},
 * {@link io.knarr.model.Chunker}. Implementations live in
 * {@code model.local} (in the process) and {@code model.remote} (providers over HTTP).
 *
 * <p>Why does cutting a text belong to models? A passage is as long as the model reads well, and only the model’s
 * vocabulary says how long that is; {@link io.knarr.model.CharacterChunker} guesses where there is none.
 */
@NullMarked
@CheckReturnValue
package io.knarr.model;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
