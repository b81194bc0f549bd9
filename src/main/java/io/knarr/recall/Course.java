package io.knarr.recall;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which tiers a candidate may be served at.
 *
 * @param attempts in the order in which they are tried; the last is its address alone
 * @param ceiling the tier to which it may be deepened
 */
record Course(List<Tier> attempts, Tier ceiling) {
    /**
     * @param pin the tier that the request wants for its category
     * @param cap tokens that an entry may take
     */
    static Course of(Candidate candidate, Optional<Tier> pin, int cap) {
        if (candidate.isDirectory()) {
            return new Course(List.of(Tier.OVERVIEW, Tier.ABSTRACT, Tier.URI), Tier.OVERVIEW);
        }
        Tier start = pin.orElse(candidate.category().start());
        Tier ceiling = pin.orElse(candidate.category().ceiling());
        return switch (start) {
            case FULL -> new Course(List.of(Tier.FULL, Tier.OVERVIEW, Tier.ABSTRACT, Tier.URI), ceiling);
            case OVERVIEW -> new Course(List.of(Tier.OVERVIEW, Tier.ABSTRACT, Tier.URI), ceiling);
            case ABSTRACT, URI -> new Course(fromAbstract(candidate, cap), ceiling);
        };
    }

    /** A memory without a fitting abstract has a summary inside. */
    private static List<Tier> fromAbstract(Candidate candidate, int cap) {
        String text = candidate.abstractText();
        if (!text.isBlank() && Fragment.tokens(candidate, Tier.ABSTRACT, text) <= cap) {
            return List.of(Tier.ABSTRACT, Tier.URI);
        }
        return candidate.category().isMemory() ? List.of(Tier.OVERVIEW, Tier.URI) : List.of(Tier.URI);
    }

    /** The tiers whose texts can be needed. */
    Set<Tier> reachable() {
        Set<Tier> all = EnumSet.copyOf(attempts);
        if (ceiling.compareTo(attempts.getFirst()) > 0) {
            all.addAll(EnumSet.range(attempts.getFirst(), ceiling));
        }
        return all;
    }
}
