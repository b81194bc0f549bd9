package io.knarr.identity;

import java.util.Locale;

/** What a caller is within its account, from most to least. */
public enum Role {
    ROOT,
    ADMIN,
    USER;

    /** As in JSON: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
