package io.knarr.skills;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A skill as somebody wrote it, before it is checked.
 *
 * @param form what it was written as
 * @param name trimmed; empty when it has none
 * @param description trimmed; empty when it has none
 * @param allowedText {@code allowed-tools} when it was one text
 * @param allowedList the same when it was a list
 * @param more see {@link Skill#more}
 */
record Draft(
        Form form,
        String name,
        String description,
        Optional<String> allowedText,
        List<String> allowedList,
        List<String> tags,
        String more,
        String body) {
    Draft {
        allowedList = List.copyOf(allowedList);
        tags = List.copyOf(tags);
    }

    /** What a skill can be written as. */
    enum Form {
        /** A SKILL.md. */
        TEXT,
        /** A JSON object, or made from the description of a tool. */
        OBJECT
    }

    /** @throws Fault {@code INVALID_ARGUMENT} for what is missing or not allowed */
    Skill skill() {
        if (!SkillNames.isName(name)) {
            throw new Fault(
                    Code.INVALID_ARGUMENT,
                    name.isEmpty()
                            ? "A skill needs a name"
                            : "The name of a skill has 1 to " + SkillNames.LONGEST
                                    + " letters, digits, underscores and dashes, this one has others or more: " + name,
                    form == Form.OBJECT ? Map.of("field", "name") : Map.of());
        }
        if (form == Form.TEXT && description.isEmpty()) {
            throw Fault.invalid("The head of a SKILL.md needs a description: say when to use the skill");
        }
        List<String> tools = allowedText.map(AllowedTools::split).orElse(allowedList);
        return new Skill(name, description, tools, tags, more, body);
    }
}
