package io.knarr.skills;

import java.util.Set;

/** Names inside a skill’s directory, and what a skill may be called (core 7.1). */
final class SkillNames {
    static final String DEFINITION = "SKILL.md";
    static final String SOURCE = ".source.json";

    /** Written by the server; an upload does not bring them. */
    static final Set<String> KEPT_BY_SERVER = Set.of(".abstract.md", ".overview.md", SOURCE, ".relations.json");

    static final int LONGEST = 64;

    private SkillNames() {}

    static boolean isName(String name) {
        return !name.isEmpty() && name.length() <= LONGEST && hasNameCharacters(name);
    }

    static boolean hasNameCharacters(String name) {
        return name.chars()
                .allMatch(c -> (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || c == '_'
                        || c == '-');
    }
}
