package io.knarr.memory;

import java.util.Locale;
import java.util.Set;

/** Names of memory files: lower case, words joined by underscores, short. Pure. */
final class Names {
    private static final int LONGEST = 60;
    private static final Set<String> COMMON = Set.of(
            "a", "an", "the", "to", "that", "this", "it", "is", "are", "was", "were", "of", "in", "on", "at", "for",
            "with", "and", "or", "my", "me", "you", "your", "i", "so", "very", "much", "be", "when", "if", "as", "have",
            "has", "had", "do", "does", "not", "we", "our", "they", "them", "he", "she", "his", "her", "just", "really",
            "hey", "hi", "hello", "thanks", "what", "how", "about");

    private Names() {}

    static boolean isCommon(String word) {
        return COMMON.contains(word);
    }

    /** Of the first telling words of a text; empty when there are none. */
    static String of(String text, int words) {
        StringBuilder name = new StringBuilder();
        int count = 0;
        for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
            if (!word.isEmpty() && !isCommon(word) && count < words) {
                name.append(name.isEmpty() ? "" : "_").append(word);
                count++;
            }
        }
        return cut(name.toString());
    }

    static String cut(String name) {
        int points = name.codePointCount(0, name.length());
        return points <= LONGEST ? name : name.substring(0, name.offsetByCodePoints(0, LONGEST));
    }
}
