package io.knarr.context;

import io.knarr.uri.VikingUri;
import java.util.List;
import java.util.Locale;

/** What kind of thing an address holds (behaviour 1.4). */
public enum ContextType {
    RESOURCE,
    MEMORY,
    SKILL;

    /** As in JSON: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type that an address has by its place in the tree. */
    public static ContextType of(VikingUri uri) {
        List<String> path = uri.segments();
        return switch (uri.scope()) {
            case "agent" -> uri.segment(1).equals("skills") ? SKILL : named(uri.segment(2));
            case "user" ->
                path.size() > 3 && uri.segment(2).equals("peers") ? named(uri.segment(4)) : named(uri.segment(2));
            default -> RESOURCE;
        };
    }

    private static ContextType named(String segment) {
        return switch (segment) {
            case "memories" -> MEMORY;
            case "skills" -> SKILL;
            default -> RESOURCE;
        };
    }
}
