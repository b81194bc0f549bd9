package io.knarr.storage.embedded;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;

/** A directory of the file system. */
final class IndexDiskBlocking implements IndexDisk {
    private final Path path;
    private volatile @Nullable FileStore store;

    IndexDiskBlocking(Path path) {
        this.path = path;
    }

    /**
     * Memory-mapped files. Lucene’s own lock file is a second net under the lock of the data directory. It is a file of its
     * own that nobody else opens, so the way POSIX drops a lock when the process closes its file elsewhere does no harm.
     */
    @Override
    public Directory open() throws IOException {
        return FSDirectory.open(path);
    }

    @Override
    public long usableBytes() throws IOException {
        FileStore known = store;
        if (known == null) {
            // Finding it reads the mount table, asking it is one system call.
            known = Files.getFileStore(path);
            store = known;
        }
        return known.getUsableSpace();
    }
}
