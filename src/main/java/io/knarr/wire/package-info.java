/**
 * The JSON of the contract: which operations there are, what they take, and how their answers look.
 *
 * <p>Read first: {@link io.knarr.wire.ApiDocument} (the OpenAPI document everything follows from),
 * {@link io.knarr.wire.Operation} and {@link io.knarr.wire.Operations} (what runs behind it), {@link io.knarr.wire.Input}
 * and {@link io.knarr.wire.Answer} (what goes in and out).
 *
 * <p>A request takes this way: the surface ({@code http}, {@code mcp}) finds the {@link io.knarr.wire.Endpoint}, the
 * {@link io.knarr.wire.Validator} turns raw parameters and body into an {@code Input} or into all their errors, the
 * operation answers, {@link io.knarr.wire.Envelope} wraps the answer. Pure: no I/O, any thread.
 *
 * <p>Why is the document the source and not annotations on records? It is what clients get to see; what is not in it cannot
 * be called, and what is in it is checked. Why are inputs not records here? Each domain package has its own request records;
 * a second set of the same fields would only be copied from one to the other.
 */
@NullMarked
@CheckReturnValue
package io.knarr.wire;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
