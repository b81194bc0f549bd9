package io.knarr.ingest.source;

import io.knarr.fault.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the list of entries at the end of a zip file, its central directory.
 *
 * <p>Source: PKWARE APPNOTE 6.3, sections 4.3.12 (central directory), 4.3.14 to 4.3.16 (its end), 4.5.3 (ZIP64). Archives of
 * several volumes, and archives with data in front of or behind them, are not read.
 */
final class ZipList {
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int END64 = 0x06064b50;
    private static final int END64_LOCATOR = 0x07064b50;
    private static final int END_LENGTH = 22;
    private static final int LOCATOR_LENGTH = 20;
    private static final int END64_LENGTH = 56;
    private static final int MAX_COMMENT = 0xFFFF;
    private static final int CENTRAL_LENGTH = 46;
    private static final long MANY = 0xFFFFFFFFL;
    private static final int UTF8 = 1 << 11;

    private ZipList() {}

    /** All entries in the order of the list. @throws Fault when there are more than {@code max}, before they are read */
    static List<ZipItem> items(ZipBlocking file, int max) throws IOException {
        Listing listing = listing(file);
        if (listing.count > max) {
            throw Fault.invalid("The archive has " + listing.count + " entries, at most " + max
                    + " are taken; split it or leave out what is not needed");
        }
        List<ZipItem> items = new ArrayList<>();
        long position = listing.offset;
        for (long i = 0; i < listing.count; i++) {
            ByteBuffer header = file.read(position, CENTRAL_LENGTH);
            if (header.getInt(0) != CENTRAL) {
                throw ZipBlocking.damaged("its list of entries ends early");
            }
            int nameLength = header.getChar(28);
            int extraLength = header.getChar(30);
            if (nameLength > EntryNames.MAX_PATH_BYTES) {
                throw Fault.invalid("The archive is refused: the name of an entry has " + nameLength
                        + " bytes, at most " + EntryNames.MAX_PATH_BYTES + " are taken");
            }
            ByteBuffer tail = file.read(position + CENTRAL_LENGTH, nameLength + extraLength);
            items.add(item(header, tail, nameLength));
            position += CENTRAL_LENGTH + nameLength + extraLength + header.getChar(32);
        }
        if (position != listing.offset + listing.size) {
            throw ZipBlocking.damaged("its list of entries is longer than its end says");
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

    private record Listing(long count, long offset, long size) {}

    private static Listing listing(ZipBlocking file) throws IOException {
        long length = file.length();
        int window = (int) Math.min(length, END_LENGTH + MAX_COMMENT);
        ByteBuffer tail = file.read(length - window, window);
        for (int i = window - END_LENGTH; i >= 0; i--) {
            if (tail.getInt(i) == END && i + END_LENGTH + tail.getChar(i + 20) == window) {
                return listing(file, tail, i, length - window + i);
            }
        }
        throw Fault.invalid("The file is no zip archive, or its end is missing; was it uploaded whole?");
    }

    private static Listing listing(ZipBlocking file, ByteBuffer tail, int at, long position) throws IOException {
        long count = tail.getChar(at + 10);
        long size = unsigned(tail, at + 12);
        long offset = unsigned(tail, at + 16);
        boolean zip64 = count == 0xFFFF || size == MANY || offset == MANY;
        if (zip64
                && position >= LOCATOR_LENGTH
                && file.read(position - LOCATOR_LENGTH, LOCATOR_LENGTH).getInt(0) == END64_LOCATOR) {
            ByteBuffer end = file.read(
                    file.read(position - LOCATOR_LENGTH, LOCATOR_LENGTH).getLong(8), END64_LENGTH);
            if (end.getInt(0) != END64) {
                throw ZipBlocking.damaged("its ZIP64 end is missing");
            }
            count = end.getLong(32);
            size = end.getLong(40);
            offset = end.getLong(48);
        }
        boolean inside = count >= 0 && size >= 0 && offset >= 0 && offset <= position && size <= position - offset;
        if (!inside || count > size / CENTRAL_LENGTH) {
            throw ZipBlocking.damaged("its list of entries is not where its end says");
        }
        return new Listing(count, offset, size);
    }

    private static long unsigned(ByteBuffer bytes, int at) {
        return Integer.toUnsignedLong(bytes.getInt(at));
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
                throw ZipBlocking.damaged("an entry declares a negative size");
            }
            return wide;
        }
    }
}
