package io.knarr.testing;

import io.knarr.index.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** BM25 by its definition (k1 1.2, b 0.75), with English endings cut off roughly. */
final class WordScores {
    private static final double K1 = 1.2;
    private static final double B = 0.75;
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");
    private static final Pattern ENDING = Pattern.compile("(?<=\\w{3})(ing|ed|es|s|e)$");

    private final List<List<String>> texts = new ArrayList<>();
    private final Set<String> asked;
    private final double averageLength;

    WordScores(Collection<Entry> all, String words) {
        all.stream()
                .filter(entry -> !entry.words().isEmpty())
                .forEach(entry -> texts.add(stems(entry.searchedWords())));
        this.asked = new LinkedHashSet<>(stems(words));
        this.averageLength = texts.stream().mapToInt(List::size).average().orElse(1);
    }

    double of(Entry entry) {
        List<String> text = stems(entry.searchedWords());
        Set<String> there = new HashSet<>(text);
        return asked.stream()
                .filter(there::contains)
                .mapToDouble(stem -> rarity(stem) * weight(Collections.frequency(text, stem), text.size()))
                .sum();
    }

    private double rarity(String stem) {
        long having = texts.stream().filter(text -> text.contains(stem)).count();
        return Math.log(1 + (texts.size() - having + 0.5) / (having + 0.5));
    }

    private double weight(int frequency, int length) {
        return frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * length / averageLength));
    }

    private static List<String> stems(String text) {
        List<String> stems = new ArrayList<>();
        Matcher words = WORD.matcher(text.toLowerCase(Locale.ROOT));
        while (words.find()) {
            stems.add(ENDING.matcher(words.group()).replaceFirst(""));
        }
        return stems;
    }
}
