/**
 * Who asks, and what they may do where.
 *
 * <p>Read first: {@link io.knarr.identity.Caller}, {@link io.knarr.identity.Access}.
 *
 * <p>Why is the account a type and not a string? Every port takes it as its first argument, so that no call without a
 * tenant can be written.
 */
@NullMarked
@CheckReturnValue
package io.knarr.identity;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
