package io.knarr.retrieve;

import io.knarr.context.Level;
import io.knarr.index.Entry;
import io.knarr.index.Match;
import io.knarr.uri.VikingUri;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One score out of two rankings: the cosine of the best passage, raised by the share of the best word score.
 *
 * <pre>score = v + β · b · (1 − v)     v = cosine, 0..1     b = BM25 / highest BM25 of this question, 0..1</pre>
 *
 * <p>It stays within 0..1, grows with both parts, and is the plain cosine when no word fits, so that a threshold means the
 * same with and without words. An entry that only the words found has at most the cosine of the last one that the vectors
 * found, and is given just that. The convex-combination family and why it keeps what reciprocal ranks throw away: Bruch,
 * Gai, Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", 2022. Pure.
 */
public final class Fusion {
    /** Chosen by tests-it/bench (QualityBench). */
    public static final double DEFAULT_WORD_WEIGHT = 0.3;

    private final double wordWeight;

    /** @param wordWeight β, 0..1; 0 leaves the vectors’ order */
    public Fusion(double wordWeight) {
        this.wordWeight = wordWeight;
    }

    private record Key(VikingUri uri, Level level) {
        static Key of(Match match) {
            return new Key(match.entry().uri(), match.entry().level());
        }
    }

    /** Every entry of either ranking once, best first. Both inputs are best first. */
    public List<Findings.Hit> fuse(List<Match> byVector, List<Match> byWords) {
        double bestWords = byWords.isEmpty() ? 1 : byWords.getFirst().score();
        double lastCosine = byVector.isEmpty() ? 0 : cosine(byVector.getLast());
        Map<Key, Double> cosines = new HashMap<>();
        Map<Key, Double> words = new HashMap<>();
        Map<Key, Entry> entries = new HashMap<>();
        byWords.forEach(match -> {
            words.put(Key.of(match), match.score() / bestWords);
            entries.put(Key.of(match), match.entry());
        });
        byVector.forEach(match -> {
            cosines.put(Key.of(match), cosine(match));
            entries.put(Key.of(match), match.entry());
        });
        return entries.entrySet().stream()
                .map(found -> {
                    double v = cosines.getOrDefault(found.getKey(), lastCosine);
                    double b = words.getOrDefault(found.getKey(), 0.0);
                    return new Findings.Hit(found.getValue(), v + wordWeight * b * (1 - v));
                })
                .sorted(Findings.Hit.BEST_FIRST)
                .toList();
    }

    private static double cosine(Match match) {
        return Double.isFinite(match.score()) ? Math.clamp(match.score(), 0.0, 1.0) : 0.0;
    }
}
