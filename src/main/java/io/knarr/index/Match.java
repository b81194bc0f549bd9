package io.knarr.index;

import java.util.Comparator;

/**
 * An entry that was found.
 *
 * @param entry without words and vectors
 * @param score for {@link VectorIndex#nearest} the cosine of its best passage, −1..1; for {@link VectorIndex#matching} the
 *     BM25 score, above 0 and without bound; higher is nearer in both
 */
public record Match(Entry entry, double score) {
    /** The order of every answer: best score first, equal ones by address, then level. */
    public static final Comparator<Match> BEST_FIRST = Comparator.comparingDouble(Match::score)
            .reversed()
            .thenComparing(match -> match.entry().key());
}
