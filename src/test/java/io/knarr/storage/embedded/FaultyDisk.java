package io.knarr.storage.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexOutput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;

/** A disk that can become full, with or without saying so before; it does not really sync. */
final class FaultyDisk implements IndexDisk {
    private final IndexDisk disk;
    private final AtomicLong room = new AtomicLong(Long.MAX_VALUE);
    private final AtomicInteger commits = new AtomicInteger();
    private volatile long usable = Long.MAX_VALUE / 2;

    FaultyDisk(Path path) {
        this.disk = new IndexDiskBlocking(path);
    }

    /** Fails after so many more bytes. */
    void fillAfter(long bytes) {
        room.set(bytes);
    }

    /** Says that so many bytes are left. */
    void sayUsable(long bytes) {
        usable = bytes;
    }

    /** As good as new. */
    void clear() {
        room.set(Long.MAX_VALUE);
        usable = Long.MAX_VALUE / 2;
    }

    /** How many commits were made durable. */
    int commits() {
        return commits.get();
    }

    @Override
    public Directory open() throws IOException {
        return new Limited(disk.open());
    }

    @Override
    public long usableBytes() {
        return usable;
    }

    private void take(long bytes) throws IOException {
        if (room.addAndGet(-bytes) < 0) {
            throw new IOException("No space left on device");
        }
    }

    private final class Limited extends FilterDirectory {
        Limited(Directory directory) {
            super(directory);
        }

        @Override
        public IndexOutput createOutput(String name, IOContext context) throws IOException {
            take(1);
            return new Output(super.createOutput(name, context));
        }

        @Override
        public void rename(String source, String target) throws IOException {
            super.rename(source, target);
            if (target.startsWith("segments_")) {
                commits.incrementAndGet();
            }
        }

        @Override
        public void sync(Collection<String> names) {}

        @Override
        public void syncMetaData() {}
    }

    private final class Output extends FilterIndexOutput {
        Output(IndexOutput output) {
            super("limited " + output, output.getName(), output);
        }

        @Override
        public void writeByte(byte value) throws IOException {
            take(1);
            super.writeByte(value);
        }

        @Override
        public void writeBytes(byte[] bytes, int offset, int length) throws IOException {
            take(length);
            super.writeBytes(bytes, offset, length);
        }
    }
}
