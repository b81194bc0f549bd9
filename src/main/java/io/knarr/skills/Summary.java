package io.knarr.skills;

import io.knarr.fault.Fault;
import io.knarr.uri.VikingUri;
import java.util.List;
import java.util.Optional;

/**
 * A skill as lists show it.
 *
 * @param uri its directory, whose name is the skill’s
 */
public record Summary(VikingUri uri, String description, List<String> tags, List<String> allowedTools) {
    public Summary {
        tags = List.copyOf(tags);
        allowedTools = List.copyOf(allowedTools);
    }

    public String name() {
        return uri.name();
    }

    public VikingUri definition() {
        return uri.child(SkillNames.DEFINITION);
    }

    /** From the body of an abstract; empty when that is none of a skill. */
    static Optional<Summary> read(VikingUri skill, String abstractBody) {
        try {
            SkillYaml.Fields fields = SkillYaml.read(abstractBody);
            return fields.text("name").isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Summary(
                            skill, fields.text("description"), fields.texts("tags"), fields.texts("allowed_tools")));
        } catch (Fault unreadable) {
            return Optional.empty();
        }
    }

    /** From a SKILL.md; of one that cannot be read its name alone is known. */
    static Summary ofDefinition(VikingUri skill, String text) {
        try {
            Skill read = SkillData.text(text).skill();
            return new Summary(skill, read.description(), read.tags(), read.allowedTools());
        } catch (Fault unreadable) {
            return new Summary(skill, "", List.of(), List.of());
        }
    }
}
