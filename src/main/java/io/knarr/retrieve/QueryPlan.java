package io.knarr.retrieve;

import io.knarr.context.ContextType;
import java.util.List;
import java.util.Optional;

/**
 * What is searched for instead of the caller’s own words (behaviour 4.2).
 *
 * @param reasoning why, in the model’s words; why there is no plan where it failed
 * @param queries in the order of the plan; none: nothing needs to be looked up
 */
public record QueryPlan(String reasoning, List<Planned> queries) {
    public QueryPlan {
        queries = List.copyOf(queries);
    }

    /**
     * One query.
     *
     * @param type of what is looked for; empty: any
     * @param intent what for
     * @param priority 1 is the highest
     */
    public record Planned(String text, Optional<ContextType> type, String intent, int priority) {}

    /** The caller’s own words, because there is no plan. */
    static QueryPlan raw(String text, String reason) {
        return new QueryPlan(reason, List.of(new Planned(text, Optional.empty(), "", 3)));
    }
}
