package io.knarr.recall;

import java.util.Locale;

/** How much of a hit is served, from the least to the most. */
public enum Tier {
    /** Its address alone. */
    URI,
    ABSTRACT,
    OVERVIEW,
    FULL;

    /** As in JSON: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException for a word that is none */
    public static Tier named(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
