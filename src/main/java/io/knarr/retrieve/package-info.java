/**
 * Find what matters: by meaning and by words, in one answer.
 *
 * <p>Read first: {@link io.knarr.retrieve.Finder} (the pipeline), {@link io.knarr.retrieve.Descent} (the way of a search with
 * a reranker through the directories; pure), {@link io.knarr.retrieve.Fusion} (how two rankings become one score; pure).
 *
 * <pre>
 * Finder ── no reranker ─ Quick ─────────────────────────┐
 *    └───── reranker ──── Thinking ── Descent (where to)  ├─ Candidates ── VectorIndex (vectors and words at once)
 *                            └─────── Judge ── Reranker   ┘
 * </pre>
 *
 * <p>Why does no step turn a failure into an empty list? An answer without hits is read as "there is nothing": a broken
 * index must never say that. What can be answered honestly without a part (words without vectors) is answered and marked
 * degraded.
 *
 * <p>Why may a THINKING search show what it did not reach through the directories? A directory’s summary says little about
 * what lies deep in it. With words on, what a QUICK search finds is judged by the reranker too; with words off the order is
 * the reference’s.
 */
@NullMarked
@CheckReturnValue
package io.knarr.retrieve;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
