package io.knarr.context;

import io.knarr.uri.VikingUri;
import java.util.Optional;

/** Where skills are: each is one directory below a root of skills, and all in it belongs to it (core 7.1). Pure. */
public final class SkillAddress {
    /** The skills that everybody in an account has. */
    public static final VikingUri ACCOUNT_ROOT = VikingUri.of("agent", "skills");

    private SkillAddress() {}

    /** The directory of the skill that an address is, or is in; empty for a root itself and everywhere else. */
    public static Optional<VikingUri> skillOf(VikingUri uri) {
        int depth = switch (uri.scope()) {
            case "agent" -> uri.segment(1).equals("skills") ? 3 : Integer.MAX_VALUE;
            case "user" -> uri.segment(2).equals("skills") ? 4 : Integer.MAX_VALUE;
            default -> Integer.MAX_VALUE;
        };
        if (uri.depth() < depth) {
            return Optional.empty();
        }
        VikingUri skill = uri;
        while (skill.depth() > depth) {
            skill = skill.parent();
        }
        return Optional.of(skill);
    }
}
