package io.knarr.files;

import java.util.Comparator;

/**
 * What a listing shows.
 *
 * @param depth levels below the directory, 1 = direct children
 * @param hiddenFiles also files whose name starts with a dot (hidden directories always show)
 * @param order inside one directory; directories come first in any case
 * @param offset entries to skip
 * @param limit most entries
 * @param summaryChars longest abstract; 0: no abstracts are read
 * @param wanted what to know beside the tree
 */
public record ListRequest(
        int depth,
        boolean hiddenFiles,
        Comparator<Listed> order,
        int offset,
        int limit,
        int summaryChars,
        Details.Wanted wanted) {
    public ListRequest(
            int depth, boolean hiddenFiles, Comparator<Listed> order, int offset, int limit, int summaryChars) {
        this(depth, hiddenFiles, order, offset, limit, summaryChars, Details.Wanted.NOTHING);
    }

    /** By name regardless of case, ties by name. */
    public static final Comparator<Listed> BY_NAME = Comparator.comparing(
                    (Listed entry) -> entry.node().name().toLowerCase(java.util.Locale.ROOT))
            .thenComparing(entry -> entry.node().name());

    public static final Comparator<Listed> BY_TIME =
            Comparator.comparing((Listed entry) -> entry.node().modifiedAt()).thenComparing(BY_NAME);
}
