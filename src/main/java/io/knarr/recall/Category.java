package io.knarr.recall;

import io.knarr.context.ContextType;
import io.knarr.uri.VikingUri;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Kinds of hits that have quotas, penalties and tiers of their own (behaviour 4.6). */
public enum Category {
    EVENTS(ContextType.MEMORY, 0.1),
    ENTITIES(ContextType.MEMORY, 0.1),
    PREFERENCES(ContextType.MEMORY, 0.02),
    EXPERIENCES(ContextType.MEMORY, 0.02),
    RESOURCES(ContextType.RESOURCE, 0.02),
    SKILLS(ContextType.SKILL, 0.02),
    /** Memories of any other kind; never searched for as such. */
    MEMORIES(ContextType.MEMORY, 0.1);

    private final ContextType type;
    private final double otherPeerPenalty;

    Category(ContextType type, double otherPeerPenalty) {
        this.type = type;
        this.otherPeerPenalty = otherPeerPenalty;
    }

    public ContextType type() {
        return type;
    }

    /** Subtracted from the score of what belongs to another peer, unless the request says otherwise. */
    public double otherPeerPenalty() {
        return otherPeerPenalty;
    }

    /** As in JSON and in addresses: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isMemory() {
        return type == ContextType.MEMORY;
    }

    /** The tier at which a file of it begins. */
    Tier start() {
        return this == EVENTS ? Tier.OVERVIEW : Tier.ABSTRACT;
    }

    /** The tier to which left-over budget may deepen a file of it. */
    Tier ceiling() {
        return this == EVENTS ? Tier.FULL : start();
    }

    public static Optional<Category> named(String label) {
        return Arrays.stream(values())
                .filter(category -> category.label().equals(label))
                .findFirst();
    }

    /** Those that can be searched for one by one, in the order of answers. */
    public static List<Category> buckets() {
        return List.of(EVENTS, ENTITIES, PREFERENCES, EXPERIENCES, RESOURCES, SKILLS);
    }

    static Category of(VikingUri uri) {
        return switch (ContextType.of(uri)) {
            case RESOURCE -> RESOURCES;
            case SKILL -> SKILLS;
            case MEMORY -> {
                int below = uri.segments().indexOf("memories") + 1;
                yield named(uri.segment(below)).filter(Category::isMemory).orElse(MEMORIES);
            }
        };
    }
}
