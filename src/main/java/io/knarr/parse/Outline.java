package io.knarr.parse;

import io.knarr.parse.MarkdownStructure.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * What a text is about, as far as its form tells: from it layers are extracted where no model writes them. Takes time in the
 * order of the length of the text.
 *
 * @param title from the front matter, else the first heading, else empty
 * @param headings in order, with their levels
 * @param lead the first paragraph of prose, at most {@link #MAX_LEAD} characters; empty without prose
 * @param sentences of the prose in order, without markup; at most {@link #MAX_SENTENCES}
 */
public record Outline(String title, List<Heading> headings, String lead, List<String> sentences) {
    public static final int MAX_LEAD = 2000;
    public static final int MAX_SENTENCES = 20_000;

    public Outline {
        headings = List.copyOf(headings);
        sentences = List.copyOf(sentences);
    }

    /** By what the name says the text is: Markdown and prose with headings, anything else without. */
    public static Outline of(String fileName, String text) {
        return switch (FileKinds.of(fileName)) {
            case CODE, DATA -> ofPlain(text);
            default -> ofMarkdown(text);
        };
    }

    public static Outline ofMarkdown(String text) {
        MarkdownStructure structure = MarkdownStructure.of(text);
        List<Heading> headings = structure.headings();
        String title = FrontMatter.title(text)
                .orElseGet(() -> headings.isEmpty()
                        ? ""
                        : PlainText.of(headings.getFirst().text()));
        return new Prose(text, structure).outline(title, headings);
    }

    /** A text in which {@code #} begins no heading: no title, no headings. */
    public static Outline ofPlain(String text) {
        return new Prose(text, MarkdownStructure.NONE).outline("", List.of());
    }

    /** Collects paragraphs line by line. */
    private static final class Prose {
        private final String text;
        private final MarkdownStructure structure;
        private final StringBuilder paragraph = new StringBuilder();
        private final List<String> sentences = new ArrayList<>();
        private String lead = "";

        Prose(String text, MarkdownStructure structure) {
            this.text = text;
            this.structure = structure;
        }

        Outline outline(String title, List<Heading> headings) {
            int nextCode = 0;
            int nextHeading = 0;
            int line = structure.bodyStart();
            while (line < text.length() && sentences.size() < MAX_SENTENCES) {
                Span code =
                        nextCode < structure.code().size() ? structure.code().get(nextCode) : null;
                int next = endOfLine(line);
                if (code != null && next > code.start()) {
                    endParagraph();
                    next = Math.max(next, endOfLine(Math.max(code.end() - 1, line)));
                    nextCode++;
                } else if (nextHeading < headings.size()
                        && headings.get(nextHeading).start() < next) {
                    endParagraph();
                    nextHeading++;
                } else {
                    add(text.substring(line, next).strip());
                }
                line = next;
            }
            endParagraph();
            return new Outline(title, headings, lead, sentences);
        }

        private void add(String line) {
            if (line.isEmpty() || PlainText.isItem(line)) {
                endParagraph();
            }
            if (isProse(line)) {
                paragraph.append(paragraph.isEmpty() ? "" : " ").append(PlainText.of(line));
            }
        }

        /** Tables, comments, rules and underlines say nothing in sentences. */
        private static boolean isProse(String line) {
            return !line.startsWith("|")
                    && !line.startsWith("<")
                    && !line.startsWith("-->")
                    && line.codePoints().anyMatch(Character::isLetterOrDigit);
        }

        private void endParagraph() {
            if (paragraph.isEmpty()) {
                return;
            }
            String prose = paragraph.toString();
            paragraph.setLength(0);
            List<String> found = Sentences.of(prose, MAX_SENTENCES - sentences.size());
            if (lead.isEmpty() && !found.isEmpty()) {
                lead = prose.length() <= MAX_LEAD ? prose : found.getFirst();
            }
            sentences.addAll(found);
        }

        private int endOfLine(int from) {
            int newline = text.indexOf('\n', from);
            return newline < 0 ? text.length() : newline + 1;
        }
    }
}
