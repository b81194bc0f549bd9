/**
 * Durable background jobs, and the tasks a caller sees.
 *
 * <p>Read first: {@link io.knarr.work.WorkQueue}, {@link io.knarr.work.Job}, {@link io.knarr.work.Task}.
 *
 * <p>A job belongs to a queue and has a key, an address. Three rules hold in every store: at most one waiting job per
 * account, queue and key (a later one joins it); at most one running job per account, queue and key; and a job of
 * {@link io.knarr.work.Queue#SEMANTIC} does not start while one below its address is waiting or running, which makes
 * directories refresh bottom-up.
 */
@NullMarked
@CheckReturnValue
package io.knarr.work;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
