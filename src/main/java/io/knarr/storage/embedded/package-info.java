/**
 * One process, one directory: the back end that needs nothing else.
 *
 * <p>Read first: {@link io.knarr.storage.embedded.FileTree} (content), {@link io.knarr.storage.embedded.WorkDatabase} (jobs
 * and tasks).
 *
 * <p>Classes named {@code …Blocking} do the I/O; they are plain, synchronous, and called through a pool only.
 *
 * <p>Why SQLite for jobs, and files for content? Jobs are many small rows that change together and must survive a power
 * cut; content is what people want to see, copy and back up as files, in the layout that OpenViking uses.
 */
@NullMarked
@CheckReturnValue
package io.knarr.storage.embedded;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
