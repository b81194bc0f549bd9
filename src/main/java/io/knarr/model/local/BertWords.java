package io.knarr.model.local;

import java.text.Normalizer;

/**
 * The words of a text as BERT sees them: without control characters and accents, in lower case, cut at white space, every
 * punctuation mark and every CJK ideograph a word of its own (BERT’s “basic tokenizer”, uncased).
 *
 * <p>A walk, like {@link io.knarr.model.Words}; linear in the text, with memory for one word only.
 */
final class BertWords {
    private static final int REPLACEMENT = 0xFFFD;
    private static final String DROPPED = "";
    /** The form of each ASCII character that is no white space. */
    private static final String[] ASCII = new String[128];

    static {
        for (int point = 0; point < ASCII.length; point++) {
            ASCII[point] = Character.isISOControl(point) ? DROPPED : Character.toString(Character.toLowerCase(point));
        }
    }

    private final String text;
    private final int longest;
    private final StringBuilder word = new StringBuilder();
    private int points;
    private int at;
    private int start;

    /** @param longest how many characters of a word are kept, in code points */
    BertWords(String text, int longest) {
        this.text = text;
        this.longest = longest;
    }

    boolean next() {
        word.setLength(0);
        points = 0;
        boolean complete = false;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            boolean space = isSpace(point);
            String form = space ? DROPPED : form(point);
            if (!form.isEmpty()) {
                boolean alone = isIdeograph(point) || isPunctuation(form.codePointAt(0));
                if (points > 0 && (alone || complete)) {
                    return true;
                }
                if (points == 0) {
                    start = at;
                }
                append(form);
                complete = alone;
            } else if (space && points > 0) {
                return true;
            }
            at += Character.charCount(point);
        }
        return points > 0;
    }

    /** Offset of the word in the text. */
    int start() {
        return start;
    }

    /** Offset after the word and after the marks that belong to it. */
    int end() {
        return at;
    }

    /** The word in BERT’s form; cut when it is {@link #tooLong}. */
    String word() {
        return word.toString();
    }

    boolean tooLong() {
        return points > longest;
    }

    private void append(String form) {
        points = Math.min(longest + 1, points + form.codePointCount(0, form.length()));
        if (points <= longest) {
            word.append(form);
        }
    }

    /** What stands for a character in a word: decomposed, without accents, in lower case; nothing for control characters. */
    private static String form(int point) {
        if (point < ASCII.length) {
            return ASCII[point];
        }
        if (point == REPLACEMENT || isControl(point)) {
            return DROPPED;
        }
        StringBuilder form = new StringBuilder(2);
        Normalizer.normalize(Character.toString(point), Normalizer.Form.NFD)
                .codePoints()
                .filter(part -> Character.getType(part) != Character.NON_SPACING_MARK)
                .forEach(part -> form.appendCodePoint(Character.toLowerCase(part)));
        return form.toString();
    }

    private static boolean isSpace(int point) {
        return switch (Character.getType(point)) {
            case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> point == '\t' || point == '\n' || point == '\r';
        };
    }

    private static boolean isControl(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE -> true;
            default -> false;
        };
    }

    private static boolean isPunctuation(int point) {
        return switch (Character.getType(point)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            // BERT counts the ASCII symbols too: $ + < = > ^ ` | ~
            default -> point > ' ' && point < ASCII.length && !Character.isLetterOrDigit(point);
        };
    }

    /** The CJK Unified Ideographs blocks and their compatibility forms; Kana and Hangul are written with spaces or in runs. */
    private static boolean isIdeograph(int point) {
        return (point >= 0x4E00 && point <= 0x9FFF)
                || (point >= 0x3400 && point <= 0x4DBF)
                || (point >= 0x20000 && point <= 0x2A6DF)
                || (point >= 0x2A700 && point <= 0x2CEAF)
                || (point >= 0xF900 && point <= 0xFAFF)
                || (point >= 0x2F800 && point <= 0x2FA1F);
    }
}
