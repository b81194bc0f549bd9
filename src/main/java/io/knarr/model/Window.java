package io.knarr.model;

import java.util.Arrays;

/** The words a chunker looks at now, with the pause before each. */
final class Window {
    private static final int PARAGRAPH = 4;
    private static final int SENTENCE = 3;
    private static final int LINE = 2;
    private static final int SPACE = 1;
    private static final int NONE = 0;

    private static final String SENTENCE_ENDS = ".!?…。！？｡";
    private static final String WIDE_SENTENCE_ENDS = "。！？｡";
    private static final String CLOSERS = ")]}\"'”’»」』）";

    private final String text;
    private int[] starts = new int[64];
    private int[] ends = new int[64];
    /** Cost of all words up to and with this one, since the text began. */
    private long[] totals = new long[64];

    private byte[] pauses = new byte[64];
    private int size;

    Window(String text) {
        this.text = text;
    }

    int size() {
        return size;
    }

    void add(int start, int end, int cost) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, size * 2);
            ends = Arrays.copyOf(ends, size * 2);
            totals = Arrays.copyOf(totals, size * 2);
            pauses = Arrays.copyOf(pauses, size * 2);
        }
        starts[size] = start;
        ends[size] = end;
        totals[size] = (size == 0 ? 0 : totals[size - 1]) + cost;
        pauses[size] = (byte) (size == 0 ? NONE : pauseBetween(ends[size - 1], start));
        size++;
    }

    /** What the words from one to before another cost together. */
    long cost(int from, int to) {
        return totals[to - 1] - (from == 0 ? 0 : totals[from - 1]);
    }

    /** Characters from the first word to the end of the last. */
    int length(int from, int to) {
        return ends[to - 1] - starts[from];
    }

    /** How clearly the text pauses before a word; more is clearer. */
    int pause(int before) {
        return pauses[before];
    }

    /** The words before this one, as they stand in the text. */
    Passage passage(int to) {
        return new Passage(starts[0], ends[to - 1], text.substring(starts[0], ends[to - 1]));
    }

    /** Drops the words before this one. */
    void forget(int before) {
        long gone = totals[before - 1];
        size -= before;
        System.arraycopy(starts, before, starts, 0, size);
        System.arraycopy(ends, before, ends, 0, size);
        System.arraycopy(pauses, before, pauses, 0, size);
        for (int i = 0; i < size; i++) {
            totals[i] = totals[i + before] - gone;
        }
    }

    private int pauseBetween(int end, int start) {
        int lines = 0;
        boolean space = false;
        for (int i = end; i < start; i++) {
            char c = text.charAt(i);
            lines += c == '\n' ? 1 : 0;
            space |= Character.isWhitespace(c) || Character.isSpaceChar(c);
        }
        if (lines > 1) {
            return PARAGRAPH;
        }
        if (endsSentence(end, space)) {
            return SENTENCE;
        }
        return lines == 1 ? LINE : space ? SPACE : NONE;
    }

    private boolean endsSentence(int end, boolean spaceFollows) {
        int i = end - 1;
        // Quotes and brackets may close after the full stop.
        while (i > end - 4 && i > 0 && CLOSERS.indexOf(text.charAt(i)) >= 0) {
            i--;
        }
        return (spaceFollows ? SENTENCE_ENDS : WIDE_SENTENCE_ENDS).indexOf(text.charAt(i)) >= 0;
    }
}
