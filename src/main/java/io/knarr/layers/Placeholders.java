package io.knarr.layers;

import io.knarr.uri.VikingUri;

/** What stands for a layer that is not there; clients compare these texts (core 4.1, 5.2). They are never embedded. */
public final class Placeholders {
    public static final String UNREADABLE_ABSTRACT = "[.abstract.md is not ready]";

    private Placeholders() {}

    public static String missingAbstract(VikingUri directory) {
        return "# " + directory + " [Directory abstract is not ready]";
    }

    public static String missingOverview(VikingUri directory) {
        return "# " + directory + "\n\n[Directory overview is not ready]";
    }
}
