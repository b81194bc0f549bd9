package io.knarr.ingest.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes zip files that no honest tool would write. */
final class ZipSample {
    static final int UTF8 = 1 << 11;
    static final long SYMLINK = 0xA1FFL << 16;

    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final ByteArrayOutputStream list = new ByteArrayOutputStream();
    private int entries;

    /** What the list says of an entry, where it differs from the truth. */
    record Lies(int flags, long attributes, long size, long crcChange, int method) {
        static final Lies NONE = new Lies(UTF8, 0, -1, 0, 8);

        Lies flags(int other) {
            return new Lies(other, attributes, size, crcChange, method);
        }

        Lies attributes(long other) {
            return new Lies(flags, other, size, crcChange, method);
        }

        Lies size(long other) {
            return new Lies(flags, attributes, other, crcChange, method);
        }

        Lies crcChange(long other) {
            return new Lies(flags, attributes, size, other, method);
        }

        Lies method(int other) {
            return new Lies(flags, attributes, size, crcChange, other);
        }
    }

    ZipSample file(String name, String text) {
        return entry(name.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8), Lies.NONE);
    }

    ZipSample file(String name, byte[] content) {
        return entry(name.getBytes(StandardCharsets.UTF_8), content, Lies.NONE);
    }

    ZipSample entry(byte[] name, byte[] content, Lies lies) {
        byte[] packed = lies.method == 0 ? content : deflated(content);
        int offset = data.size();
        CRC32 crc = new CRC32();
        crc.update(content);
        long size = lies.size < 0 ? content.length : lies.size;
        byte[] local = fields(
                0x04034b50,
                (short) 20,
                (short) lies.flags,
                (short) lies.method,
                0,
                (int) crc.getValue(),
                packed.length,
                (int) size,
                (short) name.length,
                (short) 0);
        data.writeBytes(local);
        data.writeBytes(name);
        data.writeBytes(packed);
        listed(name, packed.length, size, crc.getValue() + lies.crcChange, offset, lies);
        return this;
    }

    private void listed(byte[] name, int packed, long size, long crc, int offset, Lies lies) {
        byte[] central = fields(
                0x02014b50,
                (short) (3 << 8 | 20),
                (short) 20,
                (short) lies.flags,
                (short) lies.method,
                0,
                (int) crc,
                packed,
                (int) size,
                (short) name.length,
                (short) 0,
                (short) 0,
                0,
                (int) lies.attributes,
                offset);
        list.writeBytes(central);
        list.writeBytes(name);
        entries++;
    }

    /** The last entry once more under another name, over the same data. */
    ZipSample again(String name, byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        listed(
                name.getBytes(StandardCharsets.UTF_8),
                deflated(content).length,
                content.length,
                crc.getValue(),
                0,
                Lies.NONE);
        return this;
    }

    byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(data.toByteArray());
        all.writeBytes(list.toByteArray());
        byte[] end = fields(0x06054b50, 0, (short) entries, (short) entries, list.size(), data.size(), (short) 0);
        all.writeBytes(end);
        return all.toByteArray();
    }

    Path in(Path directory) throws IOException {
        return Files.write(directory.resolve("sample.zip"), bytes());
    }

    /** A short is a field of two bytes, an int one of four. */
    private static byte[] fields(Number... values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Number value : values) {
            for (int i = 0; i < (value instanceof Short ? 2 : 4); i++) {
                out.write((int) (value.longValue() >> (8 * i)));
            }
        }
        return out.toByteArray();
    }

    private static byte[] deflated(byte[] content) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(content);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] chunk = new byte[8192];
        while (!deflater.finished()) {
            out.write(chunk, 0, deflater.deflate(chunk));
        }
        deflater.end();
        return out.toByteArray();
    }
}
