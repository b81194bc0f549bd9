package io.knarr.parse;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SourceSpan;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * Where the headings and the top-level blocks of a Markdown text begin.
 *
 * @param headings ATX headings outside code, HTML comments, quotes and front matter, in order
 * @param blocks offsets at which a top-level block starts, in order
 * @param code offsets {@code [start, end)} of top-level code blocks, in order
 * @param bodyStart where the text after the front matter starts; 0 without one
 */
record MarkdownStructure(List<Heading> headings, List<Integer> blocks, List<Span> code, int bodyStart) {
    /** A run of the text. */
    record Span(int start, int end) {}

    /** Deeper nesting of quotes and lists than any writer means; what is below is read as plain text. */
    private static final int MAX_NESTING = 64;

    /** Longer texts are data, not documents: they are read without structure, which would cost more heap than they are worth. */
    private static final int MAX_LINES = 500_000;

    static final MarkdownStructure NONE = new MarkdownStructure(List.of(), List.of(), List.of(), 0);

    // Blocks only: inline markup does not matter here and costs most of the time.
    private static final Parser BLOCKS = Parser.builder()
            .includeSourceSpans(IncludeSourceSpans.BLOCKS)
            .inlineParserFactory(context -> (lines, node) -> {})
            .maxOpenBlockParsers(MAX_NESTING)
            .build();

    static MarkdownStructure of(String text) {
        if (text.chars().filter(c -> c == '\n').count() > MAX_LINES) {
            return NONE;
        }
        int bodyStart = FrontMatter.end(text);
        Node document = BLOCKS.parse(text.substring(bodyStart));
        List<Heading> headings = new ArrayList<>();
        List<Integer> blocks = new ArrayList<>();
        List<Span> code = new ArrayList<>();
        int lastCommentEnd = text.lastIndexOf("-->");
        int commentEnd = 0;
        for (Node block = document.getFirstChild(); block != null; block = block.getNext()) {
            List<SourceSpan> spans = block.getSourceSpans();
            if (spans.isEmpty()) {
                continue;
            }
            SourceSpan first = spans.getFirst();
            SourceSpan last = spans.getLast();
            int start = bodyStart + first.getInputIndex() - first.getColumnIndex();
            int end = bodyStart + last.getInputIndex() + last.getLength();
            blocks.add(start);
            if (block instanceof FencedCodeBlock || block instanceof IndentedCodeBlock) {
                code.add(new Span(start, end));
            } else if (block instanceof Paragraph && start >= commentEnd && start < lastCommentEnd) {
                commentEnd = endOfOpenComment(text, start, end);
            } else if (block instanceof org.commonmark.node.Heading heading
                    && start >= commentEnd
                    && spans.size() == 1) {
                headings.add(new Heading(heading.getLevel(), headingText(text.substring(start, end)), start));
            }
        }
        return new MarkdownStructure(headings, blocks, code, bodyStart);
    }

    /** A comment that begins inside a paragraph goes on through what CommonMark takes for the next blocks; else 0. */
    private static int endOfOpenComment(String text, int start, int end) {
        String paragraph = text.substring(start, end);
        int open = paragraph.lastIndexOf("<!--");
        boolean opens = open > 0
                && paragraph.indexOf("-->", open) < 0
                && paragraph.substring(0, open).chars().filter(c -> c == '`').count() % 2 == 0;
        return opens ? text.indexOf("-->", end) : 0;
    }

    private static String headingText(String source) {
        String line = source.strip();
        int from = 0;
        while (from < line.length() && line.charAt(from) == '#') {
            from++;
        }
        String text = line.substring(from).strip();
        int to = text.length();
        while (to > 0 && text.charAt(to - 1) == '#') {
            to--;
        }
        boolean closed = to == 0 || Character.isWhitespace(text.charAt(to - 1));
        return closed ? text.substring(0, to).strip() : text;
    }
}
