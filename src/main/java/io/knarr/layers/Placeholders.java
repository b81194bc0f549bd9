package io.knarr.layers;

import io.knarr.uri.VikingUri;
import java.util.List;

/** What stands for a layer that is not there; clients compare these texts (core 4.1, 5.2). They are never embedded. */
public final class Placeholders {
    public static final String UNREADABLE_ABSTRACT = "[.abstract.md is not ready]";

    private static final List<String> ENDINGS = List.of(
            "[Directory abstract is not ready]",
            "[Directory overview is not ready]",
            // Left in workspaces of OpenViking by a model that failed.
            "[Directory overview is not generated]");

    private Placeholders() {}

    /** True for a layer’s body that says nothing but that there is none. */
    public static boolean isPlaceholder(String body) {
        String text = body.strip();
        boolean oneHeading = text.startsWith("# ")
                && text.lines().filter(line -> !line.isBlank()).count() <= 2;
        return text.equals(UNREADABLE_ABSTRACT)
                || ENDINGS.contains(text)
                || (oneHeading && ENDINGS.stream().anyMatch(text::endsWith));
    }

    public static String missingAbstract(VikingUri directory) {
        return "# " + directory + " [Directory abstract is not ready]";
    }

    public static String missingOverview(VikingUri directory) {
        return "# " + directory + "\n\n[Directory overview is not ready]";
    }
}
