/**
 * An address in the tree: parse, normalise, parent, prefix, path variables, names made from foreign names.
 *
 * <p>Read first: {@link io.knarr.uri.VikingUri}. Pure: no I/O, any thread.
 */
@NullMarked
@CheckReturnValue
package io.knarr.uri;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
