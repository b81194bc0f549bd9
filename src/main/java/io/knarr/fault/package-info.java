/**
 * The ways a call can fail, and how long it may take.
 *
 * <p>Read first: {@link io.knarr.fault.Code} (the codes of the contract), {@link io.knarr.fault.Fault} (the one exception
 * that carries them), {@link io.knarr.fault.Deadline} and its {@link io.knarr.fault.Cancellation}.
 *
 * <p>Why one exception? Callers branch on the code, never on the class; each border translates its vendor’s exceptions
 * once, and only {@code http} knows which status a code has.
 */
@NullMarked
@CheckReturnValue
package io.knarr.fault;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
