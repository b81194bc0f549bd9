package io.knarr.skills;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A skill that is fit to be stored.
 *
 * @param name 1 to 64 of {@code A-Z a-z 0-9 _ -}; also the name of its directory
 * @param description when to use it, in its author’s words; may be empty
 * @param allowedTools one tool each, for instance {@code Bash(git log:*)}
 * @param more the rest of the head as YAML: {@code metadata} and whatever else its author put there; may be empty
 * @param body Markdown, without white space at its ends
 */
public record Skill(
        String name, String description, List<String> allowedTools, List<String> tags, String more, String body) {
    public Skill {
        allowedTools = List.copyOf(allowedTools);
        tags = List.copyOf(tags);
    }

    /** The text of its SKILL.md. */
    String definition() {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("name", name);
        head.put("description", description);
        if (!allowedTools.isEmpty()) {
            head.put("allowed-tools", String.join(" ", allowedTools));
        }
        if (!tags.isEmpty()) {
            head.put("tags", tags);
        }
        return "---\n" + SkillYaml.write(head) + more + "---\n\n" + body + "\n";
    }

    /** Its abstract: YAML that {@link Summary#read} understands. */
    String summary() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", name);
        fields.put("description", description);
        if (!tags.isEmpty()) {
            fields.put("tags", tags);
        }
        if (!allowedTools.isEmpty()) {
            fields.put("allowed_tools", allowedTools);
        }
        return SkillYaml.write(fields);
    }
}
