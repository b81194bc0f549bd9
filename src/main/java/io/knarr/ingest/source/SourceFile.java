package io.knarr.ingest.source;

/**
 * One file of a source.
 *
 * @param path below the root of the source, {@code /}-separated, checked by {@link EntryNames}
 * @param content all of it
 */
@SuppressWarnings("ArrayRecordComponent")
public record SourceFile(String path, byte[] content) {
    /** The last segment of the path. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
