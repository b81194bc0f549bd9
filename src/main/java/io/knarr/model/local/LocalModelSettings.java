package io.knarr.model.local;

/**
 * Bounds of the local model.
 *
 * @param bulkThreads how many passages are computed at once: the threads of the bulk pool
 * @param bulkLists how many lists of passages may be under way at once; the next is refused
 * @param passageTokens size of a passage, in tokens of the model with its first and last; 256 hold a core for 63 ms, 512 for
 *     161 ms
 * @param overlapTokens how many of them neighbouring passages may share
 */
public record LocalModelSettings(int bulkThreads, int bulkLists, int passageTokens, int overlapTokens) {
    public LocalModelSettings {
        if (bulkThreads < 1 || bulkLists < 1) {
            throw new IllegalArgumentException("the local model needs at least one bulk thread and one bulk list");
        }
        if (passageTokens < 64 || overlapTokens < 0 || overlapTokens > passageTokens / 4) {
            throw new IllegalArgumentException(
                    "a passage has at least 64 tokens, and shares at most a quarter of them with the next");
        }
    }

    /** For a bulk pool of so many threads. */
    public static LocalModelSettings withBulkThreads(int threads) {
        return new LocalModelSettings(threads, 1024, 256, 32);
    }
}
