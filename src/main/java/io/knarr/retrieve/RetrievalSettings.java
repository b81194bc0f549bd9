package io.knarr.retrieve;

/**
 * How things are found (behaviour 4.3).
 *
 * @param scorePropagationAlpha share of a hit’s own score beside its directory’s, 0..1; 1: its own only
 * @param hotnessAlpha share of how much a hit is used, 0..1; 0: none
 * @param rerankThreshold a hit’s score is above it when a reranker judges and the request names none
 * @param mostChildSearches directories that one request looks into
 */
public record RetrievalSettings(
        Hybrid hybrid,
        double scorePropagationAlpha,
        double hotnessAlpha,
        double rerankThreshold,
        int mostChildSearches) {
    public static final RetrievalSettings DEFAULTS = new RetrievalSettings(Hybrid.ON, 1, 0, 0.1, 64);

    public RetrievalSettings with(Hybrid other) {
        return new RetrievalSettings(other, scorePropagationAlpha, hotnessAlpha, rerankThreshold, mostChildSearches);
    }
}
