package io.knarr.retrieve;

import io.knarr.context.ContextType;
import io.knarr.context.Level;
import io.knarr.index.Filter;
import io.knarr.uri.VikingUri;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A question.
 *
 * @param text what is looked for
 * @param targets subtrees to look in, resolved; empty: the caller’s default scope
 * @param types kinds of context that may be found; none: all
 * @param levels tiers that may be found; none: all
 * @param filter more that hits must fulfil: tags, times, the filter of the request
 * @param limit most hits
 * @param threshold a hit’s score is above it; empty: the configured one when a reranker judges, else 0
 */
public record FindQuery(
        String text,
        List<VikingUri> targets,
        Set<ContextType> types,
        Set<Level> levels,
        Filter filter,
        int limit,
        OptionalDouble threshold) {
    public FindQuery {
        targets = List.copyOf(targets);
        types = Set.copyOf(types);
        levels = Set.copyOf(levels);
    }

    /** Anything that fits a text, in the caller’s default scope. */
    public static FindQuery of(String text, int limit) {
        return new FindQuery(text, List.of(), Set.of(), Set.of(), Filter.all(), limit, OptionalDouble.empty());
    }

    public FindQuery in(List<VikingUri> places) {
        return new FindQuery(text, places, types, levels, filter, limit, threshold);
    }

    public FindQuery ofTypes(Set<ContextType> wanted) {
        return new FindQuery(text, targets, wanted, levels, filter, limit, threshold);
    }

    public FindQuery atLevels(Set<Level> wanted) {
        return new FindQuery(text, targets, types, wanted, filter, limit, threshold);
    }

    public FindQuery where(Filter condition) {
        return new FindQuery(text, targets, types, levels, condition, limit, threshold);
    }

    public FindQuery above(double score) {
        return new FindQuery(text, targets, types, levels, filter, limit, OptionalDouble.of(score));
    }

    /** The same search with other words. */
    public FindQuery asking(String words) {
        return new FindQuery(words, targets, types, levels, filter, limit, threshold);
    }

    /** What holds at every level: the filter and the types. */
    Filter conditions() {
        List<Filter> all = new ArrayList<>();
        if (!types.isEmpty()) {
            all.add(Filter.types(types.stream().sorted().toList()));
        }
        all.add(filter);
        return new Filter.And(all);
    }

    /** The conditions and the levels. */
    Filter wanted() {
        return levels.isEmpty()
                ? conditions()
                : Filter.and(
                        conditions(), Filter.levels(levels.stream().sorted().toList()));
    }

    boolean wants(Level level) {
        return levels.isEmpty() || levels.contains(level);
    }
}
