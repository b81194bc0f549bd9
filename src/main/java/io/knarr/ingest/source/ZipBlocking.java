package io.knarr.ingest.source;

import io.knarr.fault.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A zip file, read at given positions; it keeps nothing but the open file. Whatever is wrong with the content of the file is a
 * {@code Fault INVALID_ARGUMENT}; an {@code IOException} is trouble with the disk. What is in it says {@link ZipList}.
 *
 * <p>Source: PKWARE APPNOTE 6.3, section 4.3.7 (local header).
 */
final class ZipBlocking implements AutoCloseable {
    /** Is told how much more was read from the file and how much came out of it; throws to stop. */
    interface Progress {
        void advanced(long compressed, long inflated);
    }

    private static final int LOCAL = 0x04034b50;
    private static final int LOCAL_LENGTH = 30;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int CHUNK = 16 * 1024;

    private final FileChannel file;

    private ZipBlocking(FileChannel file) {
        this.file = file;
    }

    static ZipBlocking open(Path zip) throws IOException {
        return new ZipBlocking(FileChannel.open(zip, StandardOpenOption.READ));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    long length() throws IOException {
        return file.size();
    }

    /** The content of a file. It never gets longer than the item declares, nor than {@code progress} allows. */
    byte[] content(ZipItem item, Progress progress) throws IOException {
        ByteBuffer header = read(item.headerOffset(), LOCAL_LENGTH);
        if (header.getInt(0) != LOCAL) {
            throw damaged("'" + item.name() + "' is not where the list says");
        }
        long start = item.headerOffset() + LOCAL_LENGTH + header.getChar(26) + header.getChar(28);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        switch (item.method()) {
            case STORED -> copy(item, start, content, progress);
            case DEFLATED -> inflate(item, start, content, progress);
            default ->
                throw Fault.invalid("'" + item.name() + "' is compressed by method " + item.method()
                        + ", which is not supported; make the archive with the usual method, deflate");
        }
        byte[] bytes = content.toByteArray();
        CRC32 crc = new CRC32();
        crc.update(bytes);
        if (bytes.length != item.size() || crc.getValue() != item.crc()) {
            throw damaged("'" + item.name() + "' has another length or checksum than the list says");
        }
        return bytes;
    }

    private void copy(ZipItem item, long start, ByteArrayOutputStream content, Progress progress) throws IOException {
        for (long done = 0; done < item.compressedSize(); ) {
            byte[] chunk = read(start + done, (int) Math.min(CHUNK, item.compressedSize() - done))
                    .array();
            done += chunk.length;
            append(item, content, chunk, chunk.length);
            progress.advanced(chunk.length, chunk.length);
        }
    }

    private void inflate(ZipItem item, long start, ByteArrayOutputStream content, Progress progress)
            throws IOException {
        Inflater inflater = new Inflater(true);
        byte[] inflated = new byte[CHUNK];
        try {
            long fed = 0;
            while (!inflater.finished()) {
                int chunk = inflater.needsInput() ? (int) Math.min(CHUNK, item.compressedSize() - fed) : 0;
                if (chunk > 0) {
                    inflater.setInput(read(start + fed, chunk).array());
                    fed += chunk;
                }
                int length = inflater.inflate(inflated);
                if (length == 0 && chunk == 0 && !inflater.finished()) {
                    throw damaged("the data of '" + item.name() + "' end early");
                }
                append(item, content, inflated, length);
                progress.advanced(chunk, length);
            }
        } catch (DataFormatException broken) {
            throw damaged("the data of '" + item.name() + "' cannot be inflated");
        } finally {
            inflater.end();
        }
    }

    private static void append(ZipItem item, ByteArrayOutputStream content, byte[] bytes, int length) {
        if ((long) content.size() + length > item.size()) {
            throw damaged("'" + item.name() + "' is longer than the list says");
        }
        content.write(bytes, 0, length);
    }

    /** So many bytes at a position, little-endian. */
    ByteBuffer read(long position, int length) throws IOException {
        if (position < 0 || position > file.size() - length) {
            throw damaged("something lies beyond its end");
        }
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, position + bytes.position()) < 0) {
                throw damaged("something lies beyond its end");
            }
        }
        return bytes.flip();
    }

    static Fault damaged(String how) {
        return Fault.invalid("The archive is damaged: " + how);
    }
}
