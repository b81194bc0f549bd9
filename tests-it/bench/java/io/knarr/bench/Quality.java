package io.knarr.bench;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How good rankings are, as a mean over all questions that have an answer.
 *
 * @param ndcg nDCG@10 with the gains as they are and a discount of log₂(rank + 1)
 * @param recallOf3 share of all documents with a gain that are among the first three
 * @param recall share of them among the first ten
 */
record Quality(double ndcg, double recallOf3, double recall) {
    private static final int DEPTH = 10;
    private static final int FEW = 3;

    /** @param ranking gives documents for a question’s id, best first, each once */
    static Quality of(Map<String, Map<String, Integer>> gains, Function<String, List<String>> ranking) {
        double ndcg = 0;
        double recallOf3 = 0;
        double recall = 0;
        for (Map.Entry<String, Map<String, Integer>> question : gains.entrySet()) {
            Map<String, Integer> wanted = question.getValue();
            List<Integer> found = ranking.apply(question.getKey()).stream()
                    .limit(DEPTH)
                    .map(document -> wanted.getOrDefault(document, 0))
                    .toList();
            List<Integer> ideal = wanted.values().stream()
                    .sorted(Collections.reverseOrder())
                    .limit(DEPTH)
                    .toList();
            ndcg += discounted(found) / discounted(ideal);
            recallOf3 += found.stream().limit(FEW).filter(gain -> gain > 0).count() / (double) wanted.size();
            recall += found.stream().filter(gain -> gain > 0).count() / (double) wanted.size();
        }
        return new Quality(ndcg / gains.size(), recallOf3 / gains.size(), recall / gains.size());
    }

    private static double discounted(List<Integer> gains) {
        double sum = 0;
        for (int i = 0; i < gains.size(); i++) {
            sum += gains.get(i) * Math.log(2) / Math.log(i + 2.0);
        }
        return sum;
    }
}
