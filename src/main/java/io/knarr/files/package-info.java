/**
 * The tree by hand: list, read, write, move, remove, grep and glob, with the index and the layers that follow.
 *
 * <p>Read first: {@link io.knarr.files.Listing}, {@link io.knarr.files.Reading}, {@link io.knarr.files.Writing}, {@link
 * io.knarr.files.Relocation}.
 *
 * <p>Each operation resolves the address, asks {@link io.knarr.identity.Access}, and composes the ports. Whatever changes
 * the tree enqueues what follows in the same step ({@link io.knarr.storage.Storage#atomically}), so an acknowledged change
 * reaches the index even when the process dies at once.
 */
@NullMarked
@CheckReturnValue
package io.knarr.files;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
