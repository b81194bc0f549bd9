package io.knarr.parse;

import io.knarr.parse.MarkdownStructure.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Cuts a run of text that has no headings into parts that fit: at block starts, in a block that is too long at blank lines,
 * then at line ends, and in a line that is too long where it must be. Neighbours are put together again as long as they fit.
 */
final class Parts {
    private final String text;
    private final ParseOptions options;
    private final List<Span> pieces = new ArrayList<>();

    private Parts(String text, ParseOptions options) {
        this.text = text;
        this.options = options;
    }

    /**
     * @param cuts offsets at which a block starts, ascending; those outside the run do no harm
     * @return spans that cover the run without gaps, but for spans of nothing but white space, which are left out
     */
    static List<Span> of(String text, Span run, List<Integer> cuts, ParseOptions options) {
        Parts parts = new Parts(text, options);
        int from = run.start();
        int found = Collections.binarySearch(cuts, run.start());
        for (int i = found < 0 ? -found - 1 : found + 1; i < cuts.size() && cuts.get(i) < run.end(); i++) {
            parts.addBlock(from, cuts.get(i));
            from = cuts.get(i);
        }
        parts.addBlock(from, run.end());
        return parts.packed();
    }

    private void addBlock(int start, int end) {
        if (addIfFits(start, end)) {
            return;
        }
        int paragraph = start;
        boolean afterBlank = false;
        for (int line = start; line < end; line = endOfLine(line, end)) {
            boolean blank = text.substring(line, endOfLine(line, end)).isBlank();
            if (afterBlank && !blank && line > paragraph) {
                addParagraph(paragraph, line);
                paragraph = line;
            }
            afterBlank = blank;
        }
        addParagraph(paragraph, end);
    }

    private void addParagraph(int start, int end) {
        if (addIfFits(start, end)) {
            return;
        }
        for (int line = start; line < end; ) {
            int next = endOfLine(line, end);
            if (!addIfFits(line, next)) {
                cutLine(line, next);
            }
            line = next;
        }
    }

    private boolean addIfFits(int start, int end) {
        boolean fits = Size.of(text, start, end).fits(options);
        if (fits) {
            pieces.add(new Span(start, end));
        }
        return fits;
    }

    /** Steps that fit even if every character is CJK; a little less where that ends a word. */
    private void cutLine(int start, int end) {
        int step = Math.min(options.maxSectionChars(), (int) (options.maxSectionTokens() / 0.7));
        int from = start;
        while (from < end) {
            int window = (int) Math.min(end, from + 2L * step);
            boolean rest = window == end && text.codePointCount(from, end) <= step;
            int to = rest ? end : wordEnd(from, text.offsetByCodePoints(from, step));
            pieces.add(new Span(from, to));
            from = to;
        }
    }

    private int wordEnd(int from, int limit) {
        int lowest = from + (limit - from) * 3 / 4;
        for (int i = limit; i > lowest; i--) {
            if (Character.isWhitespace(text.charAt(i - 1))) {
                return i;
            }
        }
        return limit;
    }

    private List<Span> packed() {
        List<Span> packed = new ArrayList<>();
        Size held = Size.NONE;
        int start = pieces.getFirst().start();
        int end = start;
        for (Span piece : pieces) {
            Size size = Size.of(text, piece.start(), piece.end());
            if (held.plus(size).fits(options)) {
                held = held.plus(size);
            } else {
                addUnlessBlank(packed, held, new Span(start, end));
                held = size;
                start = piece.start();
            }
            end = piece.end();
        }
        addUnlessBlank(packed, held, new Span(start, end));
        return packed;
    }

    private static void addUnlessBlank(List<Span> packed, Size size, Span span) {
        if (!size.isBlank()) {
            packed.add(span);
        }
    }

    private int endOfLine(int from, int limit) {
        int newline = text.indexOf('\n', from);
        return newline < 0 || newline >= limit ? limit : newline + 1;
    }
}
