/**
 * What is kept at an address: its type, its level, its tags.
 *
 * <p>Read first: {@link io.knarr.context.ContextType}, {@link io.knarr.context.Level}, {@link io.knarr.context.Tags}.
 */
@NullMarked
@CheckReturnValue
package io.knarr.context;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
