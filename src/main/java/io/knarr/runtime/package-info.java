/**
 * {@code Main}, settings, hand-written wiring and the life cycle of the process.
 */
@NullMarked
@CheckReturnValue
package io.knarr.runtime;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
