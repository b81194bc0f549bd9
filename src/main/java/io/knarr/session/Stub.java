package io.knarr.session;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What stays in a message in place of an output that was moved out (sessions 7.5). Pure. */
final class Stub {
    private static final int LARGEST_JSON = 1 << 20;
    private static final int LOOKED_AT = 20_000;
    private static final int MOST_KEYS = 12;
    private static final int MOST_NOTABLE = 8;
    private static final int LONGEST_LINE = 200;
    private static final Pattern NOTABLE =
            Pattern.compile("\\b(error|exception|failed|failure|fatal|warning|traceback)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern CODE = Pattern.compile(
            "(?m)^\\s*(import |package |def |class |function |public |private |#include |fn |func |const |let )");
    private static final Pattern YAML = Pattern.compile("(?m)^[\\w.-]+:( .*)?$");

    private Stub() {}

    /** @param sha the first 16 digits, empty when not known */
    record Facts(int characters, String reference, String sha, String reason) {}

    static String text(String tool, Facts facts, String preview) {
        StringBuilder text = new StringBuilder("[OpenViking tool result externalized]\n");
        line(text, "tool_name", tool);
        line(text, "kind", kind(preview));
        line(text, "original_chars", Integer.toString(facts.characters()));
        line(text, "preview_chars", Integer.toString(preview.codePointCount(0, preview.length())));
        line(text, "ref", facts.reference());
        if (!facts.sha().isEmpty()) {
            line(text, "sha256", facts.sha());
        }
        line(text, "reason", facts.reason());
        JsonObject synopsis = synopsis(preview);
        text.append('\n');
        block(text, "Synopsis", synopsis.getJsonArray("summary"));
        block(text, "Structure", synopsis.getJsonArray("structure"));
        block(text, "Notable items", synopsis.getJsonArray("notable_items"));
        if (!preview.isEmpty()) {
            text.append("Sample:\n").append(preview).append("\n\n");
        }
        text.append("Explore:\n- openviking_tool_result_search finds text in it (ref ")
                .append(facts.reference())
                .append(")\n- openviking_tool_result_read reads a part of it\n")
                .append("- openviking_tool_result_list lists all of this session");
        return text.toString();
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append(key).append(": ").append(value).append('\n');
    }

    private static void block(StringBuilder text, String title, JsonArray items) {
        if (!items.isEmpty()) {
            text.append(title).append(":\n");
            items.forEach(item -> text.append("- ").append(item).append('\n'));
        }
    }

    static String kind(String output) {
        String text = output.strip();
        if (text.isEmpty()) {
            return "unknown";
        }
        String head = text.substring(0, Math.min(LOOKED_AT, text.length()));
        char first = text.charAt(0);
        if (first == '{' || first == '[') {
            return "json";
        }
        if (first == '<') {
            return "xml";
        }
        List<String> lines = head.lines().limit(20).toList();
        if (isTable(lines, '\t')) {
            return "tsv";
        }
        if (isTable(lines, ',')) {
            return "csv";
        }
        if (CODE.matcher(head).find()) {
            return "code";
        }
        boolean keys = lines.size() > 1
                && lines.stream()
                        .allMatch(line -> line.isBlank()
                                || line.startsWith(" ")
                                || line.startsWith("-")
                                || YAML.matcher(line).matches());
        return keys ? "yaml" : "text";
    }

    /** At least three lines with the same number of columns, more than one. */
    private static boolean isTable(List<String> lines, char separator) {
        if (lines.size() < 3) {
            return false;
        }
        List<String> whole = lines.subList(0, lines.size() - 1);
        long columns = count(whole.getFirst(), separator);
        return columns > 0 && whole.stream().allMatch(line -> count(line, separator) == columns);
    }

    private static long count(String line, char separator) {
        return line.chars().filter(next -> next == separator).count();
    }

    static JsonObject synopsis(String output) {
        String kind = kind(output);
        long lines = output.lines().count();
        JsonArray summary =
                new JsonArray().add(lines + " lines, " + output.codePointCount(0, output.length()) + " characters");
        JsonArray structure = new JsonArray(structure(kind, output));
        JsonArray notable = new JsonArray(output.lines()
                .filter(line -> NOTABLE.matcher(line).find())
                .limit(MOST_NOTABLE)
                .map(Stub::shortened)
                .toList());
        return new JsonObject()
                .put("kind", kind)
                .put("title", Character.toUpperCase(kind.charAt(0)) + kind.substring(1) + " output")
                .put("summary", summary)
                .put("structure", structure)
                .put("notable_items", notable)
                .put("sample", "");
    }

    private static List<String> structure(String kind, String output) {
        List<String> items = new ArrayList<>();
        if (kind.equals("json") && output.length() <= LARGEST_JSON) {
            try {
                switch (Json.decodeValue(output)) {
                    case JsonObject object ->
                        object.fieldNames().stream().limit(MOST_KEYS).forEach(key -> items.add("key " + key));
                    case JsonArray array -> items.add("list of " + array.size());
                    case null, default -> {}
                }
            } catch (DecodeException cutOff) {
                items.add("JSON, not complete");
            }
        } else if (kind.equals("csv") || kind.equals("tsv")) {
            output.lines().findFirst().ifPresent(header -> items.add("columns " + shortened(header)));
        }
        return items;
    }

    private static String shortened(String line) {
        String stripped = line.strip();
        return stripped.length() <= LONGEST_LINE ? stripped : stripped.substring(0, LONGEST_LINE) + "…";
    }
}
