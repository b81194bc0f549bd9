/**
 * The only door off the event loop.
 *
 * <p>Read first: {@link io.knarr.offload.Offload} (the named pools), {@link io.knarr.offload.Pool} (run a task in one).
 *
 * <p>Why a door of our own? A Vert.x worker executor runs the tasks of one context in order unless told otherwise, and its
 * queue has no bound: 200 000 tasks were accepted by one thread. Here every pool is unordered, bounded in threads and in
 * queue, measured, and fails fast when it is full.
 */
@NullMarked
@CheckReturnValue
package io.knarr.offload;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
