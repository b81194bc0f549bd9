package io.knarr.memory;

import io.knarr.session.Message;
import io.knarr.session.Part;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The summary of an archive, taken from what was said (sessions 10.1, behaviour 5.4.1). Pure. */
final class WorkingMemory {
    private static final int TITLE = 80;
    private static final int STATE = 600;
    private static final int GOAL = 300;
    private static final int MOST_ITEMS = 20;
    private static final Pattern PATH = Pattern.compile(
            "viking://[^\\s)\\]>\"'`]+|(?<![\\w/:.])(?:[\\w.-]+/)+[\\w.-]+\\.\\w{1,8}|(?<![\\w/.:])[\\w-]+\\.(?:java|py|ts|js|go|rs|md|json|yaml|yml|toml|sql|sh|txt|csv|html|css|xml)\\b");
    private static final Pattern LABELLED = Pattern.compile("(?m)^\\*\\*[^*]+\\*\\*:\\s*(.+)$");

    private WorkingMemory() {}

    static String of(List<Message> messages) {
        List<String> queries = messages.stream()
                .filter(Message::isUserQuery)
                .map(Message::text)
                .filter(text -> !text.isEmpty())
                .toList();
        String title = queries.isEmpty() ? "Conversation" : line(queries.getFirst(), TITLE);
        String state = messages.reversed().stream()
                .filter(message -> !message.isUserQuery() && !message.isToolTransport())
                .map(Message::text)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .map(text -> line(text, STATE))
                .orElse("");
        List<String> goals = new ArrayList<>();
        if (!queries.isEmpty()) {
            goals.add(line(queries.getFirst(), GOAL));
            if (queries.size() > 1) {
                goals.add(line(queries.getLast(), GOAL));
            }
        }
        StringBuilder text = new StringBuilder("# Working Memory\n");
        section(text, "Session Title", List.of(title), "");
        section(text, "Current State", state.isEmpty() ? List.of() : List.of(state), "");
        section(text, "Task & Goals", goals, "- ");
        section(text, "Key Facts & Decisions", statements(messages), "- ");
        section(text, "Files & Context", files(messages), "- ");
        section(text, "Errors & Corrections", errors(messages), "- ");
        section(text, "Open Issues", List.of(), "- ");
        return text.toString().strip();
    }

    private static void section(StringBuilder text, String name, List<String> items, String bullet) {
        text.append("\n## ").append(name).append('\n');
        items.forEach(item -> text.append(bullet).append(item).append('\n'));
    }

    private static List<String> statements(List<Message> messages) {
        return messages.stream()
                .filter(message -> message.role().equals("user"))
                .flatMap(message -> Statements.in(message.text()).stream())
                .map(Statements.Statement::sentence)
                .distinct()
                .limit(MOST_ITEMS)
                .toList();
    }

    private static List<String> files(List<Message> messages) {
        Set<String> files = new LinkedHashSet<>();
        for (Message message : messages) {
            message.parts().forEach(part -> {
                if (part instanceof Part.Context context && !context.uri().isEmpty()) {
                    files.add(context.uri());
                }
            });
            Matcher paths = PATH.matcher(message.text());
            while (paths.find() && files.size() < MOST_ITEMS) {
                files.add(paths.group().replaceAll("[.,;:]+$", ""));
            }
        }
        return files.stream().limit(MOST_ITEMS).toList();
    }

    private static List<String> errors(List<Message> messages) {
        return messages.stream()
                .flatMap(message -> message.parts().stream())
                .filter(part -> part instanceof Part.Tool tool && tool.status().equals("error"))
                .map(part -> (Part.Tool) part)
                .map(tool -> tool.name() + ": " + line(tool.output(), GOAL))
                .limit(MOST_ITEMS)
                .toList();
    }

    private static String line(String text, int most) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= most
                ? line
                : line.substring(0, Character.isHighSurrogate(line.charAt(most - 1)) ? most - 1 : most) + "…";
    }

    /** The first labelled line, else the title, else the first line. */
    static String summary(String overview) {
        Matcher labelled = LABELLED.matcher(overview);
        if (labelled.find()) {
            return labelled.group(1).strip();
        }
        List<String> lines = overview.lines()
                .map(String::strip)
                .filter(text -> !text.isEmpty() && !text.startsWith("#"))
                .toList();
        return lines.isEmpty() ? "" : lines.getFirst();
    }
}
