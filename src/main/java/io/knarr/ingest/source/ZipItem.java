package io.knarr.ingest.source;

/**
 * One entry as the list at the end of a zip file declares it. Nothing of it is trusted: sizes and positions are checked while
 * the data are read.
 *
 * @param name decoded, unchecked
 * @param method of compression: 0 stored, 8 deflated
 * @param attributes the upper 16 bits are the Unix mode
 * @param headerOffset where its own header starts in the file
 */
record ZipItem(
        String name,
        int flags,
        int method,
        long crc,
        long compressedSize,
        long size,
        long attributes,
        long headerOffset) {
    private static final int ENCRYPTED = 1 | 1 << 6;
    private static final int FILE_TYPE = 0xF000;
    private static final int REGULAR = 0x8000;
    private static final int DIRECTORY = 0x4000;

    boolean isDirectory() {
        return name.endsWith("/");
    }

    boolean isEncrypted() {
        return (flags & ENCRYPTED) != 0;
    }

    /** A symbolic link, device, pipe: anything that says it is neither file nor directory. */
    boolean isSpecial() {
        int type = (int) (attributes >>> 16) & FILE_TYPE;
        return type != 0 && type != REGULAR && type != DIRECTORY;
    }
}
