package io.knarr.recall;

import io.knarr.index.Filter;
import io.knarr.uri.VikingUri;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What a block of text is wanted for, and how (core 6.4).
 *
 * @param query what is looked for
 * @param session directory of the one whose recent messages widen the query and whose log says what was served
 * @param filter that every hit must pass
 * @param threshold a hit’s score is above it
 * @param limit most hits where there are no quotas
 * @param quotas most hits per bucket, at least 0; a bucket that is not named is not searched
 * @param expansion whether a model may add queries
 * @param maxTokens budget of the block
 * @param pins tiers that were asked for, by category
 * @param dedupTurns what was served in so many last turns is left out; 0: nothing is
 * @param excluded nodes that are left out
 * @param peers whose memories are searched
 * @param penalties of what belongs to other peers, by category, 0..1
 * @param rewrite whether a model sums the block up
 * @param maxBullets longest digest
 */
public record ContextRequest(
        String query,
        Optional<VikingUri> session,
        Filter filter,
        OptionalDouble threshold,
        int limit,
        Optional<Map<Category, Integer>> quotas,
        Expanding expansion,
        int maxTokens,
        Map<Category, Tier> pins,
        int dedupTurns,
        Set<VikingUri> excluded,
        Peers peers,
        Map<Category, Double> penalties,
        Rewrite rewrite,
        int maxBullets) {
    public ContextRequest {
        pins = Map.copyOf(pins);
        excluded = Set.copyOf(excluded);
        penalties = Map.copyOf(penalties);
    }

    /** Whether more queries than the caller’s may be asked. */
    public enum Expanding {
        OFF,
        AUTO
    }

    /** Whose memories are searched besides the caller’s own. */
    public enum Peers {
        /** Those of the peer whose view is asked for. */
        ACTOR,
        /** Those of all peers of the caller; other peers’ rank lower. */
        ALL
    }

    /** Whether a digest is made. */
    public enum Rewrite {
        OFF,
        ON,
        /** If a model is configured for it. */
        AUTO
    }

    double penalty(Candidate candidate) {
        return penalty(candidate.category(), candidate.origin());
    }

    double penalty(Category category, Origin origin) {
        return origin == Origin.OTHER_PEER ? penalties.getOrDefault(category, category.otherPeerPenalty()) : 0;
    }
}
