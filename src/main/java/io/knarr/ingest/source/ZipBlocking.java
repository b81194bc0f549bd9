package io.knarr.ingest.source;

import io.knarr.fault.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A zip file, read at given positions; it keeps nothing but the open file. Whatever is wrong with the content of the file is a
 * {@code Fault INVALID_ARGUMENT}; an {@code IOException} is trouble with the disk.
 *
 * <p>Source: PKWARE APPNOTE 6.3, sections 4.3.7 (local header), 4.3.12 (central directory), 4.3.14 to 4.3.16 (its end), 4.5.3
 * (ZIP64). Archives of several volumes and data in front of the archive are not read.
 */
final class ZipBlocking implements AutoCloseable {
    /** Is told how much more was read from the file and how much came out of it; throws to stop. */
    interface Progress {
        void advanced(long compressed, long inflated);
    }

    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int END64 = 0x06064b50;
    private static final int END64_LOCATOR = 0x07064b50;
    private static final int END_LENGTH = 22;
    private static final int MAX_COMMENT = 0xFFFF;
    private static final int CENTRAL_LENGTH = 46;
    private static final int LOCAL_LENGTH = 30;
    private static final long MANY = 0xFFFFFFFFL;
    private static final int UTF8 = 1 << 11;
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

    /** All entries in the order of the list. @throws Fault when there are more than {@code max}, before they are read */
    List<ZipItem> items(int max) throws IOException {
        Listing listing = listing();
        if (listing.count > max) {
            throw Fault.invalid("The archive has " + listing.count + " entries, at most " + max
                    + " are taken; split it or leave out what is not needed");
        }
        List<ZipItem> items = new ArrayList<>();
        long position = listing.offset;
        for (long i = 0; i < listing.count; i++) {
            ByteBuffer header = read(position, CENTRAL_LENGTH);
            if (header.getInt(0) != CENTRAL) {
                throw damaged("its list of entries ends early");
            }
            int nameLength = header.getChar(28);
            int extraLength = header.getChar(30);
            if (nameLength > EntryNames.MAX_PATH_BYTES) {
                throw Fault.invalid("The archive is refused: the name of an entry has " + nameLength
                        + " bytes, at most " + EntryNames.MAX_PATH_BYTES + " are taken");
            }
            ByteBuffer tail = read(position + CENTRAL_LENGTH, nameLength + extraLength);
            items.add(item(header, tail, nameLength));
            position += CENTRAL_LENGTH + nameLength + extraLength + header.getChar(32);
        }
        if (position != listing.offset + listing.size) {
            throw damaged("its list of entries is longer than its end says");
        }
        return items;
    }

    private static ZipItem item(ByteBuffer header, ByteBuffer tail, int nameLength) {
        byte[] name = new byte[nameLength];
        tail.get(name);
        int flags = header.getChar(8);
        Zip64 sizes = new Zip64(tail.slice().order(ByteOrder.LITTLE_ENDIAN));
        long size = sizes.resolve(unsigned(header, 24));
        long compressed = sizes.resolve(unsigned(header, 20));
        long offset = sizes.resolve(unsigned(header, 42));
        return new ZipItem(
                EntryNames.decoded(name, (flags & UTF8) != 0),
                flags,
                header.getChar(10),
                unsigned(header, 16),
                compressed,
                size,
                unsigned(header, 38),
                offset);
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

    private record Listing(long count, long offset, long size) {}

    private Listing listing() throws IOException {
        long length = file.size();
        int window = (int) Math.min(length, END_LENGTH + MAX_COMMENT);
        ByteBuffer tail = read(length - window, window);
        for (int i = window - END_LENGTH; i >= 0; i--) {
            if (tail.getInt(i) == END && i + END_LENGTH + tail.getChar(i + 20) == window) {
                return listing(tail, i, length - window + i);
            }
        }
        throw Fault.invalid("The file is no zip archive, or its end is missing; was it uploaded whole?");
    }

    private Listing listing(ByteBuffer tail, int at, long position) throws IOException {
        long count = tail.getChar(at + 10);
        long size = unsigned(tail, at + 12);
        long offset = unsigned(tail, at + 16);
        boolean zip64 = count == 0xFFFF || size == MANY || offset == MANY;
        if (zip64 && position >= 20 && read(position - 20, 20).getInt(0) == END64_LOCATOR) {
            ByteBuffer end = read(read(position - 20, 20).getLong(8), 56);
            if (end.getInt(0) != END64) {
                throw damaged("its ZIP64 end is missing");
            }
            count = end.getLong(32);
            size = end.getLong(40);
            offset = end.getLong(48);
        }
        boolean inside = count >= 0 && size >= 0 && offset >= 0 && offset <= position && size <= position - offset;
        if (!inside || count > size / CENTRAL_LENGTH) {
            throw damaged("its list of entries is not where its end says");
        }
        return new Listing(count, offset, size);
    }

    private ByteBuffer read(long position, int length) throws IOException {
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

    private static long unsigned(ByteBuffer bytes, int at) {
        return Integer.toUnsignedLong(bytes.getInt(at));
    }

    private static Fault damaged(String how) {
        return Fault.invalid("The archive is damaged: " + how);
    }

    /** The extra field with the sizes and offsets that did not fit into 32 bits, one after the other. */
    private static final class Zip64 {
        private final ByteBuffer values;

        Zip64(ByteBuffer extra) {
            ByteBuffer found = ByteBuffer.allocate(0);
            int at = 0;
            while (at + 4 <= extra.limit()) {
                int end = Math.min(extra.limit(), at + 4 + extra.getChar(at + 2));
                if (extra.getChar(at) == 1) {
                    found = extra.slice(at + 4, end - at - 4);
                }
                at = end;
            }
            this.values = found.order(ByteOrder.LITTLE_ENDIAN);
        }

        long resolve(long value) {
            if (value != MANY || values.remaining() < Long.BYTES) {
                return value;
            }
            long wide = values.getLong();
            if (wide < 0) {
                throw damaged("an entry declares a negative size");
            }
            return wide;
        }
    }
}
