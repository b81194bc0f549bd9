/**
 * Distils committed conversations into memories, and merges them with what is remembered.
 *
 * <p>Read first: {@link io.knarr.memory.CommitHandler} (the second phase of a commit), {@link io.knarr.memory.Exchanges} (a
 * conversation as events; pure), {@link io.knarr.memory.Statements} (what people say of themselves; pure), {@link
 * io.knarr.memory.MemoryFile} (the file format).
 *
 * <p>Why rules, when a model would understand more? So that a server without a key remembers, too: every exchange is kept word
 * for word and can be found, what somebody plainly states is noted, all of it is marked {@code extractive}, and nothing fails
 * because no model is there.
 */
@NullMarked
@CheckReturnValue
package io.knarr.memory;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
