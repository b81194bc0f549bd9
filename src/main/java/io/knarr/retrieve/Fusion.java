package io.knarr.retrieve;

import io.knarr.context.Level;
import io.knarr.index.Entry;
import io.knarr.index.Match;
import io.knarr.uri.VikingUri;
import java.util.Comparator;
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
 * found, and is given just that. A reranker’s score may stand in the cosine’s place: it reads the abstract of a hit, words are
 * those of its whole text. The convex-combination family and why it keeps what reciprocal ranks throw away: Bruch,
 * Gai, Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", 2022. Pure.
 */
public final class Fusion {
    /**
     * Chosen by tests-it/bench (QualityBench). More is better for names and dates (0.6 on LoCoMo), less for questions in words that the
     * document does not use (at 0.35 OvWalkIT finds the wrong one now and then).
     */
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

    /**
     * What a hit was found by.
     *
     * @param words its word score as a share of the best one, 0..1
     */
    record Candidate(Findings.Hit hit, double words) {}

    /** Every entry of either ranking once, best first. Both inputs are best first. */
    public List<Findings.Hit> fuse(List<Match> byVector, List<Match> byWords) {
        return candidates(byVector, byWords, best(byWords)).stream()
                .map(Candidate::hit)
                .toList();
    }

    /** The best word score; 0 when there is none. */
    static double best(List<Match> byWords) {
        return byWords.isEmpty() ? 0 : byWords.getFirst().score();
    }

    /**
     * As {@link #fuse}.
     *
     * @param bestWords the best word score of the question, of which theirs are shares
     */
    List<Candidate> candidates(List<Match> byVector, List<Match> byWords, double bestWords) {
        double lastCosine = byVector.isEmpty() ? 0 : cosine(byVector.getLast());
        Map<Key, Double> cosines = new HashMap<>();
        Map<Key, Double> words = new HashMap<>();
        Map<Key, Entry> entries = new HashMap<>();
        byWords.forEach(match -> {
            words.put(Key.of(match), Math.min(1, match.score() / bestWords));
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
                    return new Candidate(new Findings.Hit(found.getValue(), raised(v, b)), b);
                })
                .sorted(Comparator.comparing(Candidate::hit, Findings.Hit.BEST_FIRST))
                .toList();
    }

    /** A score, whoever gave it, raised by a share of the best word score. */
    double raised(double score, double words) {
        return score + wordWeight * words * Math.clamp(1 - score, 0, 1);
    }

    private static double cosine(Match match) {
        return Double.isFinite(match.score()) ? Math.clamp(match.score(), 0.0, 1.0) : 0.0;
    }
}
