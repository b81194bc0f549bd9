/**
 * The bytes of one document become the files to plant. Pure: no I/O, no models, no clock; any thread, though long enough
 * for a pool.
 *
 * <p>Read first: {@link io.knarr.parse.Parsers} (what becomes of which document), {@link io.knarr.parse.FileKind} (what a
 * file is), {@link io.knarr.parse.MarkdownSplitter} (long Markdown becomes a directory of sections).
 *
 * <p>Flow: {@code Document} → {@code FileKind} by name and content → text by {@code Decoding} → Markdown → sections. For the
 * layers above, {@code Outline} and {@code Skeleton} say what a text or a source file is about without a model.
 *
 * <p>Why verbatim slices? A section is cut out of the text by offsets and never printed again from a syntax tree, so nothing
 * can get lost or change: the sections of a document, one after the other, are the document.
 */
@NullMarked
@CheckReturnValue
package io.knarr.parse;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
