package io.knarr.layers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The sentences that say most of what all of them say: each word counts by the number of sentences it is in, a sentence by
 * the mean of its words; a chosen sentence takes weight off its words, so that the next one says something else (SumBasic:
 * Nenkova, Vanderwende, "The Impact of Frequency on Summarization", 2005). Pure, linear but for the choosing.
 */
final class Central {
    private static final int FEWEST_WORDS = 6;
    private static final int MOST_SENTENCES = 400;

    private Central() {}

    /** The best sentences in the order of the text. */
    static List<String> choose(List<String> sentences, int count) {
        List<String> usable = sentences.stream().limit(MOST_SENTENCES).toList();
        List<Set<String>> words = usable.stream().map(Central::words).toList();
        Map<String, Double> weights = new HashMap<>();
        words.forEach(set -> set.forEach(word -> weights.merge(word, 1.0 / usable.size(), Double::sum)));
        Set<Integer> chosen = new HashSet<>();
        while (chosen.size() < count) {
            int best = best(words, weights, chosen);
            if (best < 0) {
                break;
            }
            chosen.add(best);
            words.get(best).forEach(word -> weights.computeIfPresent(word, (_, weight) -> weight * weight));
        }
        List<Integer> ordered = new ArrayList<>(chosen);
        ordered.sort(Comparator.naturalOrder());
        return ordered.stream().map(usable::get).toList();
    }

    private static int best(List<Set<String>> words, Map<String, Double> weights, Set<Integer> chosen) {
        int best = -1;
        double highest = 0;
        for (int i = 0; i < words.size(); i++) {
            if (chosen.contains(i) || words.get(i).size() < FEWEST_WORDS) {
                continue;
            }
            double sum = 0;
            for (String word : words.get(i)) {
                sum += weights.getOrDefault(word, 0.0);
            }
            double score = sum / words.get(i).size();
            if (score > highest) {
                highest = score;
                best = i;
            }
        }
        return best;
    }

    private static Set<String> words(String sentence) {
        Set<String> words = new HashSet<>();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i <= sentence.length(); i++) {
            char at = i < sentence.length() ? sentence.charAt(i) : ' ';
            if (Character.isLetterOrDigit(at)) {
                word.append(at);
                if (Character.isIdeographic(at)) {
                    words.add(word.toString());
                    word.setLength(0);
                }
            } else if (word.length() > 0) {
                // Short words are mostly grammar.
                if (word.length() > 3) {
                    words.add(word.toString().toLowerCase(Locale.ROOT));
                }
                word.setLength(0);
            }
        }
        return words;
    }
}
