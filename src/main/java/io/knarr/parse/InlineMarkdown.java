package io.knarr.parse;

import java.util.Locale;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/** The text of inline HTML: white space as browsers show it, emphasis, code, links, images by their alternative text. */
final class InlineMarkdown {
    private final StringBuilder out = new StringBuilder();
    private boolean spaceDue;

    static String of(Element parent) {
        InlineMarkdown inline = new InlineMarkdown();
        parent.childNodes().forEach(inline::add);
        return inline.text();
    }

    String text() {
        return out.toString().strip();
    }

    void add(Node node) {
        if (node instanceof TextNode text) {
            words(text.getWholeText());
        } else if (node instanceof Element element) {
            element(element);
        }
    }

    private void element(Element element) {
        switch (element.normalName()) {
            case "br" -> {
                out.append('\n');
                spaceDue = false;
            }
            case "b", "strong" -> wrapped(element, "**");
            case "i", "em" -> wrapped(element, "*");
            case "code", "kbd", "samp", "tt" -> code(element.text());
            case "a" -> link(element);
            case "img" -> append(element.attr("alt").strip());
            default -> {
                // Blocks that ended up here (in a table cell) do not run into what stands before and after them.
                spaceDue |= element.isBlock();
                element.childNodes().forEach(this::add);
                spaceDue |= element.isBlock();
            }
        }
    }

    private void wrapped(Element element, String mark) {
        String text = of(element);
        boolean plain = text.isEmpty() || text.contains(mark) || text.contains("\n");
        edges(element, plain ? text : mark + text + mark);
    }

    private void link(Element element) {
        String text = of(element);
        String address = element.attr("href").strip();
        String lower = address.toLowerCase(Locale.ROOT);
        boolean usable = !address.isEmpty()
                && address.chars().noneMatch(c -> c <= ' ' || c == '(' || c == ')' || c == '<' || c == '>')
                && !lower.startsWith("javascript:")
                && !lower.startsWith("data:")
                && !lower.startsWith("#");
        edges(element, usable && !text.isEmpty() ? "[" + text + "](" + address + ")" : text);
    }

    /** White space at the inner ends of an element belongs outside of its marks. */
    private void edges(Element element, String marked) {
        String whole = element.wholeText();
        spaceDue |= !whole.isEmpty() && Character.isWhitespace(whole.charAt(0));
        append(marked);
        spaceDue |= !whole.isEmpty() && Character.isWhitespace(whole.charAt(whole.length() - 1));
    }

    private void code(String text) {
        if (!text.isBlank()) {
            String fence = "`".repeat(longestRun(text, '`') + 1);
            String pad = text.startsWith("`") || text.endsWith("`") ? " " : "";
            append(fence + pad + text + pad + fence);
        }
    }

    private void words(String text) {
        int start = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean space = i == text.length() || Character.isWhitespace(text.charAt(i)) || text.charAt(i) == '\u00a0';
            if (space && start >= 0) {
                append(escaped(text.substring(start, i)));
                start = -1;
            } else if (!space && start < 0) {
                start = i;
            }
            spaceDue |= space && i < text.length();
        }
    }

    private void append(String piece) {
        if (piece.isEmpty()) {
            return;
        }
        boolean lineStart = out.isEmpty() || out.charAt(out.length() - 1) == '\n';
        if (spaceDue && !lineStart) {
            out.append(' ');
        }
        spaceDue = false;
        out.append(piece);
    }

    /** Text that Markdown would take for a heading, a fence or a comment. */
    static String escaped(String text) {
        String safe = text.replace("<!--", "&lt;!--");
        return safe.startsWith("#") || safe.startsWith("```") || safe.startsWith("~~~") ? "\\" + safe : safe;
    }

    static int longestRun(String text, char wanted) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = text.charAt(i) == wanted ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }
}
