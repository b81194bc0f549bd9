package io.knarr.recall;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A block of text, and how it came about.
 *
 * @param rendered the block; empty when the model found nothing of use in it
 * @param queries what was asked, the caller’s own words first
 */
public record Recalled(
        Assembly.Block block,
        String rendered,
        Digest.Outcome digest,
        Recall.Expanded expanded,
        List<String> queries,
        Found found,
        Dedup dedup) {
    public Recalled {
        queries = List.copyOf(queries);
    }

    /**
     * What the searches brought.
     *
     * @param searched hits per bucket; empty when there were no buckets
     * @param all hits, where there were no buckets
     * @param candidates that were assembled
     * @param excluded nodes that were left out because the request or the log says so
     * @param errors of searches and reads that failed, at most five
     * @param degraded what searches had to do without
     */
    public record Found(
            Map<Category, Integer> searched,
            int all,
            int candidates,
            int excluded,
            Map<Origin, Integer> origins,
            List<String> errors,
            List<String> degraded) {
        private static final int MOST_ERRORS = 5;

        static Found of(Gathering.Gathered gathered, List<String> errors) {
            Map<Category, Integer> searched = new EnumMap<>(Category.class);
            gathered.searched().forEach((bucket, hits) -> bucket.ifPresent(one -> searched.put(one, hits)));
            Map<Origin, Integer> origins = new EnumMap<>(Origin.class);
            gathered.ranked().forEach(candidate -> origins.merge(candidate.origin(), 1, Integer::sum));
            return new Found(
                    searched,
                    gathered.searched().getOrDefault(Optional.empty(), 0),
                    gathered.ranked().size(),
                    gathered.excluded(),
                    origins,
                    errors.stream().limit(MOST_ERRORS).toList(),
                    gathered.degraded());
        }
    }

    /**
     * What the log of the session was used for.
     *
     * @param status {@code off}, {@code new}, {@code ok} or {@code write_failed}
     * @param cooled nodes that are not served again yet
     * @param turn messages that the session has
     */
    public record Dedup(int turns, String status, int cooled, long turn) {}
}
