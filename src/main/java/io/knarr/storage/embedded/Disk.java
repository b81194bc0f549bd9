package io.knarr.storage.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collection;

/**
 * What the file stores ask of the medium, step by step: the seam at which tests let it be full or broken. Synchronous: pool
 * threads only. No step follows a symbolic link at the end of its path.
 */
interface Disk {
    /** An open file, at its beginning. */
    FileChannel openForReading(Path file) throws IOException;

    /** Makes a new file; its content is not durable yet. */
    void create(Path file, byte[] content) throws IOException;

    /** Adds to the end of a file; not durable yet. */
    void append(Path file, byte[] content) throws IOException;

    /** Makes a new file with the content of another; not durable yet. */
    void copy(Path from, Path to) throws IOException;

    /** Makes durable: a file’s content, or which names a directory holds. */
    void sync(Path path) throws IOException;

    /** Makes all of these durable, which share a file system. */
    void syncAll(Collection<Path> paths) throws IOException;

    /** One atomic step; a file replaces a file. */
    void rename(Path from, Path to) throws IOException;

    void makeDirectory(Path directory) throws IOException;

    /** Deletes a file or an empty directory. */
    void delete(Path path) throws IOException;
}
