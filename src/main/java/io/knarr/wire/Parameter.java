package io.knarr.wire;

import java.util.Locale;

/**
 * A parameter of an endpoint.
 *
 * @param name as in the URL
 * @param in where it is
 * @param field what it may be
 * @param comma whether one value may hold several, separated by commas
 */
record Parameter(String name, In in, Schema.Field field, boolean comma) {
    enum In {
        PATH,
        QUERY;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
