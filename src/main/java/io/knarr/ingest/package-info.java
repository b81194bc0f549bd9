/**
 * Brings sources in, and keeps layers and index true to the tree: the handlers of all background work on content.
 *
 * <p>Read first: {@link io.knarr.ingest.Intake} (accepts a source, answers with a task), {@link
 * io.knarr.ingest.AddResourceHandler} (fetch, parse, plant), {@link io.knarr.ingest.LayerHandler}, {@link
 * io.knarr.ingest.IndexHandler}.
 *
 * <p>Each step is a durable job; each handler is idempotent on account, address and content, so a crash at any point
 * repeats a step and loses nothing.
 */
@NullMarked
@CheckReturnValue
package io.knarr.ingest;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
