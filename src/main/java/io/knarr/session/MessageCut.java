package io.knarr.session;

import io.knarr.context.Tokens;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Shortens messages to a budget as one unit (sessions 6.1): texts, summaries and outputs first, then the inputs of tools, the
 * oldest first; what is left of the budget goes to the newest. Pure.
 */
final class MessageCut {
    private static final String MARKER = "\n…\n";
    private static final double HEAD = 0.75;

    private MessageCut() {}

    /** With everything emptied that may be. */
    static List<Message> least(List<Message> group) {
        return group.stream()
                .map(message -> message.with(message.parts().stream()
                        .map(MessageCut::emptied)
                        .map(MessageCut::withoutInput)
                        .toList()))
                .toList();
    }

    /** Empty when not even that fits. */
    static Optional<List<Message>> to(List<Message> group, int budget) {
        if (Message.tokens(group) <= budget) {
            return Optional.of(group);
        }
        List<Message> cut = new ArrayList<>(group.stream()
                .map(message -> message.with(
                        message.parts().stream().map(MessageCut::emptied).toList()))
                .toList());
        for (int i = 0; i < cut.size() && Message.tokens(cut) > budget; i++) {
            Message message = cut.get(i);
            cut.set(
                    i,
                    message.with(message.parts().stream()
                            .map(MessageCut::withoutInput)
                            .toList()));
        }
        if (Message.tokens(cut) > budget) {
            return Optional.empty();
        }
        for (int i = cut.size() - 1; i >= 0; i--) {
            refill(cut, i, group.get(i), budget);
        }
        return Optional.of(cut);
    }

    private static void refill(List<Message> cut, int at, Message whole, int budget) {
        for (int part = whole.parts().size() - 1; part >= 0; part--) {
            int left = budget - Message.tokens(cut);
            if (left <= 0) {
                return;
            }
            Part filled = filled(cut.get(at).parts().get(part), whole.parts().get(part), left);
            List<Part> parts = new ArrayList<>(cut.get(at).parts());
            parts.set(part, filled);
            Message longer = cut.get(at).with(parts);
            List<Message> tried = new ArrayList<>(cut);
            tried.set(at, longer);
            if (Message.tokens(tried) <= budget) {
                cut.set(at, longer);
            }
        }
    }

    private static Part emptied(Part part) {
        return switch (part) {
            case Part.Text _ -> new Part.Text("");
            case Part.Context(String uri, String type, String _) -> new Part.Context(uri, type, "");
            case Part.Image image -> image;
            case Part.Tool tool -> tool.output().isEmpty() ? tool : shortened(tool, "");
        };
    }

    private static Part withoutInput(Part part) {
        return part instanceof Part.Tool tool && tool.fields().getValue("tool_input") != null
                ? tool.with("tool_input", new JsonObject())
                : part;
    }

    private static Part filled(Part emptied, Part whole, int tokens) {
        return switch (whole) {
            case Part.Text(String text) -> new Part.Text(middle(text, tokens));
            case Part.Context(String uri, String type, String summary) ->
                new Part.Context(uri, type, middle(summary, tokens));
            case Part.Image image -> image;
            case Part.Tool tool -> {
                String output = middle(tool.output(), tokens);
                Part.Tool kept = (Part.Tool) emptied;
                yield output.equals(tool.output())
                        ? kept.with("tool_output", output)
                        : shortenedFrom(kept, tool, output);
            }
        };
    }

    private static Part.Tool shortenedFrom(Part.Tool kept, Part.Tool whole, String output) {
        Part.Tool shorter = shortened(whole, output);
        return kept.fields().getValue("tool_input") instanceof JsonObject input && input.isEmpty()
                ? shorter.with("tool_input", input)
                : shorter;
    }

    private static Part.Tool shortened(Part.Tool tool, String output) {
        JsonObject fields = tool.fields();
        if (fields.getValue("tool_output_original_chars") == null) {
            fields.put(
                    "tool_output_original_chars",
                    tool.output().codePointCount(0, tool.output().length()));
        }
        return new Part.Tool(fields.put("tool_output", output)
                .put("tool_output_truncated", true)
                .put("tool_output_preview_chars", output.codePointCount(0, output.length())));
    }

    /** The head and the tail of a text, three to one; nothing between them when the marker does not fit. */
    static String middle(String text, int tokens) {
        if (Tokens.estimate(text) <= tokens) {
            return text;
        }
        int left = tokens - Tokens.estimate(MARKER);
        if (left < 2) {
            return Tokens.cut(text, tokens).stripTrailing();
        }
        int head = (int) (left * HEAD);
        return Tokens.cut(text, head).stripTrailing()
                + MARKER
                + Tokens.cutFront(text, left - head).stripLeading();
    }
}
