package io.knarr.layers;

/**
 * Sizes of layers, from {@code semantic} of the configuration.
 *
 * @param abstractMaxChars longest L0, in characters
 * @param overviewMaxChars longest L1, in characters
 * @param maxFileContentChars how much of a file is read to summarise it
 * @param maxSkeletonChars longest outline of a code file
 * @param overviewSampleLimit how many entries of a directory its overview tells of
 * @param freshnessRefreshRatio share of changed entries from which a large parent is refreshed at once
 */
public record LayerSettings(
        int abstractMaxChars,
        int overviewMaxChars,
        int maxFileContentChars,
        int maxSkeletonChars,
        int overviewSampleLimit,
        double freshnessRefreshRatio) {
    public static final LayerSettings DEFAULTS = new LayerSettings(256, 4000, 30_000, 12_000, 32, 0.10);
}
