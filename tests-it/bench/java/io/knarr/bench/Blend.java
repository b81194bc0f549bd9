package io.knarr.bench;

import io.knarr.index.Match;
import io.knarr.uri.VikingUri;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A way to make one ranking of two, to compare {@link io.knarr.retrieve.Fusion} with. */
interface Blend {
    /**
     * What is known of something that either ranking found.
     *
     * @param cosine that of the last one found, when the vectors did not find this one
     * @param cosineShare where the cosine lies between the last one’s (0) and the first one’s (1)
     * @param wordShare BM25 as a share of the best, 0 when the words did not find it
     * @param vectorRank from 1; infinite when not found
     * @param wordRank from 1; infinite when not found
     */
    record Candidate(double cosine, double cosineShare, double wordShare, double vectorRank, double wordRank) {}

    double score(Candidate candidate);

    /** Reciprocal rank fusion with the constant of its paper (Cormack, Clarke, Büttcher, 2009). */
    static Blend reciprocalRanks() {
        return candidate -> 1 / (60 + candidate.vectorRank()) + 1 / (60 + candidate.wordRank());
    }

    /** @param words weight of the words, 0..1 */
    static Blend convex(double words) {
        return candidate -> (1 - words) * candidate.cosine() + words * candidate.wordShare();
    }

    /** @param words weight of the words, 0..1 */
    static Blend convexOfShares(double words) {
        return candidate -> (1 - words) * candidate.cosineShare() + words * candidate.wordShare();
    }

    /** Both best first. */
    default List<VikingUri> fuse(List<Match> byVector, List<Match> byWords) {
        Map<VikingUri, Double> scores = new HashMap<>();
        Map<VikingUri, Integer> vectorRanks = ranks(byVector);
        Map<VikingUri, Integer> wordRanks = ranks(byWords);
        double lowest = byVector.isEmpty() ? 0 : byVector.getLast().score();
        double span =
                byVector.isEmpty() ? 1 : Math.max(1e-9, byVector.getFirst().score() - lowest);
        double most = byWords.isEmpty() ? 1 : byWords.getFirst().score();
        Set<VikingUri> all = new LinkedHashSet<>(vectorRanks.keySet());
        all.addAll(wordRanks.keySet());
        for (VikingUri uri : all) {
            Integer vector = vectorRanks.get(uri);
            Integer word = wordRanks.get(uri);
            double cosine = vector == null ? lowest : byVector.get(vector).score();
            scores.put(
                    uri,
                    score(new Candidate(
                            cosine,
                            (cosine - lowest) / span,
                            word == null ? 0 : byWords.get(word).score() / most,
                            vector == null ? Double.POSITIVE_INFINITY : vector + 1.0,
                            word == null ? Double.POSITIVE_INFINITY : word + 1.0)));
        }
        return all.stream()
                .sorted(Comparator.<VikingUri>comparingDouble(uri -> -scores.getOrDefault(uri, 0.0))
                        .thenComparing(uri -> uri))
                .toList();
    }

    private static Map<VikingUri, Integer> ranks(List<Match> matches) {
        Map<VikingUri, Integer> ranks = new HashMap<>();
        for (int i = 0; i < matches.size(); i++) {
            ranks.putIfAbsent(matches.get(i).entry().uri(), i);
        }
        return ranks;
    }
}
