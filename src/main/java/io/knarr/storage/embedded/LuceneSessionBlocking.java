package io.knarr.storage.embedded;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.ReaderManager;
import org.apache.lucene.search.Query;
import org.apache.lucene.store.Directory;

/**
 * A writer and the readers that follow it. It dies with its writer: Lucene closes that one for good when the disk fails it,
 * and with it goes all that was not committed.
 *
 * <p>Writes are counted. A reader is renewed when somebody asks who has not seen the last write; a commit is made when
 * somebody asks whose writes are not in the last one. So one renewal or commit serves all who wait for it.
 */
final class LuceneSessionBlocking {
    /** Free space below which nothing is added: what is in memory has to fit, and deleting needs some room, too. */
    static final long RESERVED_BYTES = 64L << 20;

    private final IndexDisk disk;
    private final Directory directory;
    private final IndexWriter writer;
    private final ReaderManager readers;
    private final AtomicLong written = new AtomicLong();
    private final ReentrantLock refreshing = new ReentrantLock();
    private volatile long refreshed;
    private volatile long committed;

    /** @param readers of the writer */
    LuceneSessionBlocking(IndexDisk disk, Directory directory, IndexWriter writer, ReaderManager readers) {
        this.disk = disk;
        this.directory = directory;
        this.writer = writer;
        this.readers = readers;
    }

    boolean isAlive() {
        return writer.isOpen();
    }

    /** How many writes there were. */
    long written() {
        return written.get();
    }

    /**
     * Refuses to go on while the disk is so full that Lucene would fail on the way, since that loses what others wrote.
     *
     * @throws IOException there is too little space
     */
    void requireSpace() throws IOException {
        long usable = disk.usableBytes();
        if (usable < RESERVED_BYTES + 2 * writer.ramBytesUsed()) {
            throw new IOException("only " + (usable >> 20) + " MB are left on the disk");
        }
    }

    /** Adds documents side by side and takes away those that match, as one step. */
    void replace(Query old, Iterable<Document> block) throws IOException {
        try {
            long _ = writer.updateDocuments(old, block);
        } finally {
            written.incrementAndGet();
        }
    }

    void delete(Query query) throws IOException {
        try {
            long _ = writer.deleteDocuments(query);
        } finally {
            written.incrementAndGet();
        }
    }

    /** What reads an index. */
    @FunctionalInterface
    interface Reading<T> {
        T from(DirectoryReader reader) throws IOException;
    }

    /** Reads what was written before this call. */
    <T> T read(Reading<T> reading) throws IOException {
        refresh();
        DirectoryReader reader = readers.acquire();
        try {
            makeContext(reader);
            return reading.from(reader);
        } finally {
            readers.release(reader);
        }
    }

    /**
     * Lucene makes the context of a reader when it is first asked for, without a lock: two searches at once make two, and a
     * query that meets both fails (seen as “The top-reader used to create Weight is not the same”).
     */
    private static void makeContext(DirectoryReader reader) {
        synchronized (reader) {
            Object _ = reader.getContext();
        }
    }

    private void refresh() throws IOException {
        long wanted = written.get();
        if (refreshed >= wanted) {
            return;
        }
        refreshing.lock();
        try {
            long now = written.get();
            if (refreshed < wanted) {
                readers.maybeRefreshBlocking();
                refreshed = now;
            }
        } finally {
            refreshing.unlock();
        }
    }

    /** Whether the first so many writes are durable. */
    boolean hasCommitted(long writes) {
        return committed >= writes;
    }

    /** Makes the first so many writes durable, unless they are. One caller at a time. */
    void commit(long writes) throws IOException {
        if (!hasCommitted(writes)) {
            commit();
        }
    }

    /** Commits with this beside the documents. One caller at a time. */
    void commit(CommitMark mark) throws IOException {
        mark(mark);
        commit();
    }

    /** The next commit will have this beside the documents. */
    void mark(CommitMark mark) {
        writer.setLiveCommitData(mark.toUserData().entrySet());
    }

    private void commit() throws IOException {
        long now = written.get();
        long _ = writer.commit();
        committed = now;
    }

    /** What the writer died of, if it did. */
    Optional<Throwable> causeOfDeath() {
        return Optional.ofNullable(writer.getTragicException());
    }

    /** Commits and closes, whatever fails; what fails is thrown in the end. Merges under way are dropped. */
    void close() throws IOException {
        try (directory;
                writer;
                readers) {
            if (writer.isOpen() && writer.hasUncommittedChanges()) {
                commit();
            }
        }
    }
}
