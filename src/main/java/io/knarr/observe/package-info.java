/**
 * What the server knows about itself: counters, timers and gauges as small interfaces with a no-op.
 *
 * <p>Read first: {@link io.knarr.observe.Meters}, then {@link io.knarr.observe.LocalMeters}.
 */
@NullMarked
@CheckReturnValue
package io.knarr.observe;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
