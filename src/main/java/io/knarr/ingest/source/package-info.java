/**
 * Where documents come from: reads an archive (later also a repository, a web page) file by file, under limits, as untrusted
 * as it is.
 *
 * <p>Read first: {@link io.knarr.ingest.source.ArchiveBlocking} (a zip, one file at a time), {@link
 * io.knarr.ingest.source.ScanRules} (which files are taken), {@link io.knarr.ingest.source.EntryNames} (which names are
 * safe).
 *
 * <p>Threads: classes named {@code …Blocking} read files and are called through a pool; the rest is pure.
 *
 * <p>Why a zip reader of our own? {@code java.util.zip.ZipFile} hides what has to be known before an archive can be trusted:
 * whether an entry is a symbolic link, whether its name is marked as UTF-8, where its data lie; and it reads the whole list of
 * entries before one can say that there are too many.
 */
@NullMarked
@CheckReturnValue
package io.knarr.ingest.source;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
