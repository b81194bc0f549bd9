package io.knarr.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Cuts prose into sentences, in one pass: at Latin ends before white space, at CJK ends anywhere, at list items. */
final class Sentences {
    /** What nobody ended is cut after so many characters. */
    private static final int MAX_LENGTH = 600;

    /** A dot after one of these ends no sentence. */
    private static final Set<String> ABBREVIATIONS = Set.of(
            "e.g", "i.e", "etc", "vs", "cf", "mr", "mrs", "ms", "dr", "prof", "st", "no", "fig", "eq", "sec", "vol",
            "approx");

    private Sentences() {}

    /** The first {@code limit} sentences of a paragraph without markup, each without white space at its ends. */
    static List<String> of(String paragraph, int limit) {
        List<String> sentences = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < paragraph.length() && sentences.size() < limit; i++) {
            boolean ends = endsAt(paragraph, start, i) || (i - start >= MAX_LENGTH && isGap(paragraph.charAt(i)));
            if (ends || i - start >= 2 * MAX_LENGTH) {
                int end = afterClosing(paragraph, i + 1);
                add(sentences, paragraph.substring(start, end));
                start = end;
                i = end - 1;
            }
        }
        if (sentences.size() < limit) {
            add(sentences, paragraph.substring(start));
        }
        return sentences;
    }

    private static void add(List<String> sentences, String raw) {
        String sentence = raw.strip();
        if (sentence.codePoints().anyMatch(Character::isLetterOrDigit)) {
            sentences.add(sentence);
        }
    }

    private static boolean endsAt(String text, int start, int i) {
        return switch (text.charAt(i)) {
            case '。', '！', '？', '．', '…' -> true;
            case '!', '?' -> gapFollows(text, i);
            case '.' -> gapFollows(text, i) && !abbreviated(text, start, i);
            default -> false;
        };
    }

    private static boolean gapFollows(String text, int i) {
        int after = afterClosing(text, i + 1);
        return after >= text.length() || isGap(text.charAt(after));
    }

    private static boolean isGap(char character) {
        return Character.isWhitespace(character);
    }

    /** Quotes and brackets that close, and ends that repeat, still belong to the sentence. */
    private static int afterClosing(String text, int from) {
        int i = from;
        while (i < text.length() && "\"')]”’»」』）.!?。！？…".indexOf(text.charAt(i)) >= 0) {
            i++;
        }
        return i;
    }

    private static boolean abbreviated(String text, int start, int dot) {
        int from = dot;
        while (from > start && dot - from < 8 && !isGap(text.charAt(from - 1)) && text.charAt(from - 1) != '(') {
            from--;
        }
        String word = text.substring(from, dot);
        boolean initial = word.length() == 1 && Character.isUpperCase(word.charAt(0));
        return initial || ABBREVIATIONS.contains(word.toLowerCase(Locale.ROOT));
    }
}
