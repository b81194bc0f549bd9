package io.knarr.skills;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The forms in which a skill is sent (core 7.1). Pure; every mistake of the sender is {@code INVALID_ARGUMENT}. */
final class SkillData {
    private static final Set<String> KNOWN = Set.of("name", "description", "allowed-tools", "allowed_tools", "tags");
    private static final Pattern REPOSITORY = Pattern.compile("(https?|ssh|git)://.*|git@.*");
    private static final Pattern PATH = Pattern.compile(".*[/\\\\].*|[.~].*|[A-Za-z]:.*");

    private SkillData() {}

    /**
     * The skill that a JSON value describes.
     *
     * @throws Fault also {@code PERMISSION_DENIED} for a path of the server’s machine, {@code UNIMPLEMENTED} for a repository
     */
    static Draft read(@Nullable Object data) {
        return switch (data) {
            case String line when isOneLine(line) -> throw refusedLine(line.strip());
            case String text -> text(text);
            case JsonObject tool when tool.containsKey("inputSchema") -> McpTool.skill(tool);
            case JsonObject object -> object(object);
            case null, default -> throw Fault.invalid("A skill is sent as the text of a SKILL.md or as an object");
        };
    }

    private static boolean isOneLine(String text) {
        return text.indexOf('\n') < 0 && text.indexOf('\r') < 0;
    }

    private static Fault refusedLine(String line) {
        if (REPOSITORY.matcher(line).matches()) {
            return Fault.unimplemented("adding skills from a repository");
        }
        return PATH.matcher(line).matches()
                ? Fault.denied(
                        "Paths of the server’s own machine are not read; upload the skill (temp_upload) and send its"
                                + " temp_file_id",
                        line)
                : noHead();
    }

    private static Fault noHead() {
        return Fault.invalid("A SKILL.md begins with a YAML head between two lines of three dashes");
    }

    /** A SKILL.md: a head between two lines of dashes, and the body after it. */
    static Draft text(String written) {
        String text = written.replace("\r\n", "\n");
        text = text.startsWith("\uFEFF") ? text.substring(1) : text;
        int head = text.startsWith("---") ? afterLine(text, 3) : -1;
        if (head < 0) {
            throw noHead();
        }
        for (int end = text.indexOf("\n---", head); end >= 0; end = text.indexOf("\n---", end + 1)) {
            int body = afterLine(text, end + 4);
            if (body >= 0) {
                return ofHead(
                        SkillYaml.read(text.substring(head, end)),
                        text.substring(body).strip());
            }
        }
        throw noHead();
    }

    /** Where the next line begins, if there is nothing but white space before it; otherwise -1. */
    private static int afterLine(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '\n' && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() && text.charAt(at) == '\n' ? at + 1 : -1;
    }

    private static Draft ofHead(SkillYaml.Fields head, String body) {
        String tools = head.byName().containsKey("allowed-tools") ? "allowed-tools" : "allowed_tools";
        return new Draft(
                Draft.Form.TEXT,
                head.text("name"),
                head.text("description"),
                head.isText(tools) ? Optional.of(head.text(tools)).filter(text -> !text.isEmpty()) : Optional.empty(),
                head.texts(tools),
                head.isText("tags") ? commaSeparated(head.text("tags")) : head.texts("tags"),
                head.without(KNOWN),
                body);
    }

    private static Draft object(JsonObject object) {
        Object tools = object.getValue("allowed_tools", object.getValue("allowed-tools"));
        Object tags = object.getValue("tags");
        Object metadata = object.getValue("metadata");
        return new Draft(
                Draft.Form.OBJECT,
                text(object, "name"),
                text(object, "description"),
                tools instanceof String text && !text.isBlank() ? Optional.of(text.strip()) : Optional.empty(),
                tools instanceof JsonArray list ? texts(list, "allowed_tools") : List.of(),
                switch (tags) {
                    case JsonArray list -> texts(list, "tags");
                    case String text -> commaSeparated(text);
                    case null, default -> List.of();
                },
                metadata == null ? "" : SkillYaml.write(Map.of("metadata", metadata)),
                text(object, "content"));
    }

    /** Trimmed; empty for absent and null. */
    static String text(JsonObject object, String field) {
        return switch (object.getValue(field)) {
            case null -> "";
            case String text -> text.strip();
            default -> throw wrong(field, "a string");
        };
    }

    private static List<String> texts(JsonArray list, String field) {
        List<String> texts = new ArrayList<>();
        for (Object item : list) {
            if (!(item instanceof String text) || text.isBlank()) {
                throw wrong(field, "a list of strings");
            }
            texts.add(text.strip());
        }
        return texts;
    }

    private static Fault wrong(String field, String expected) {
        return new Fault(
                Code.INVALID_ARGUMENT, "The field " + field + " of a skill is " + expected, Map.of("field", field));
    }

    private static List<String> commaSeparated(String text) {
        return Stream.of(text.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }
}
