package io.knarr.retrieve;

import io.knarr.index.Filter;
import io.knarr.uri.VikingUri;
import java.util.List;

/**
 * A question.
 *
 * @param text what is looked for
 * @param targets subtrees to look in, resolved; empty: the caller’s default scope
 * @param filter of the request: types, levels, tags, times, its own filter
 * @param limit most hits
 * @param threshold a hit’s score is above it
 */
public record FindQuery(String text, List<VikingUri> targets, Filter filter, int limit, double threshold) {
    public FindQuery {
        targets = List.copyOf(targets);
    }
}
