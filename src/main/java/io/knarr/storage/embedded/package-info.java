/**
 * One process, one directory: the back end that needs nothing else.
 *
 * <p>Read first: {@link io.knarr.storage.embedded.DataDirectory} (who owns the directory), {@link
 * io.knarr.storage.embedded.FileTree} (content), {@link io.knarr.storage.embedded.WorkDatabase} (jobs and tasks), {@link
 * io.knarr.storage.embedded.LuceneIndex} (the index).
 *
 * <p>Classes named {@code …Blocking} do the I/O; they are plain, synchronous, and called through a pool only.
 *
 * <p>Why SQLite for jobs, and files for content? Jobs are many small rows that change together and must survive a power
 * cut; content is what people want to see, copy and back up as files, in the layout that OpenViking uses.
 *
 * <p>Why one Lucene index for all accounts? A graph and a dictionary per account would cost memory for each, of which there
 * may be thousands. Instead every keyword and word starts with its account, and every question is asked within one.
 *
 * <p>Why may the index be thrown away? It is derived from the tree. What cannot be opened, or was made by another model, is
 * replaced by an empty one that says it is stale.
 */
@NullMarked
@CheckReturnValue
package io.knarr.storage.embedded;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
