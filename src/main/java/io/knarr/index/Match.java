package io.knarr.index;

/**
 * An entry that was found.
 *
 * @param entry without words and vectors
 * @param score for {@link VectorIndex#nearest} the cosine of its best passage, −1..1; for {@link VectorIndex#matching} the
 *     BM25 score, above 0 and without bound; higher is nearer in both
 */
public record Match(Entry entry, double score) {}
