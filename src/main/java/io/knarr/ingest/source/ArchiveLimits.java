package io.knarr.ingest.source;

/**
 * What an archive may cost. Declared sizes are only believed when they refuse it sooner.
 *
 * @param maxEntries entries of any kind
 * @param maxFileBytes a larger file is left out with a warning (behaviour 3.4: 10 MB)
 * @param maxTotalBytes inflated, of all files taken
 * @param maxRatio inflated to compressed, of what was read so far
 * @param ratioFromBytes the ratio counts once so much is inflated: little files may be as repetitive as they like
 */
public record ArchiveLimits(int maxEntries, int maxFileBytes, long maxTotalBytes, int maxRatio, long ratioFromBytes) {
    public static final ArchiveLimits DEFAULT =
            new ArchiveLimits(20_000, 10 * 1024 * 1024, 1024L * 1024 * 1024, 100, 16L * 1024 * 1024);
}
