package io.knarr.layers;

/** Cuts text to a number of characters where a reader would. */
public final class Cutting {
    private static final String SENTENCE_ENDS = ".!?。！？…";

    private Cutting() {}

    /**
     * The text up to the last end of a sentence within the limit; without one the words that fit, followed by three dots.
     *
     * @param limit in characters (UTF-16 units), at least 4
     */
    public static String atSentence(String text, int limit) {
        String trimmed = text.strip();
        if (trimmed.length() <= limit) {
            return trimmed;
        }
        int end = lastSentenceEnd(trimmed, limit);
        // A very short first sentence says less than the words that fit.
        return end >= limit / 3 ? trimmed.substring(0, end) : atWord(trimmed, limit);
    }

    /** The whole words that fit, followed by three dots. */
    public static String atWord(String text, int limit) {
        String trimmed = text.strip();
        if (trimmed.length() <= limit) {
            return trimmed;
        }
        int end = limit - 3;
        int space = trimmed.lastIndexOf(' ', end);
        if (space > end / 2) {
            end = space;
        } else if (Character.isLowSurrogate(trimmed.charAt(end))) {
            end--;
        }
        return trimmed.substring(0, end).stripTrailing() + "...";
    }

    private static int lastSentenceEnd(String text, int limit) {
        for (int i = Math.min(limit, text.length()) - 1; i > 0; i--) {
            char at = text.charAt(i);
            boolean latin = at == '.' || at == '!' || at == '?';
            boolean followed = i + 1 == text.length() || Character.isWhitespace(text.charAt(i + 1));
            if (SENTENCE_ENDS.indexOf(at) >= 0 && (!latin || followed)) {
                return i + 1;
            }
        }
        return -1;
    }
}
