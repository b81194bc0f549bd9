package io.knarr.ingest.source;

import java.util.ArrayList;
import java.util.List;

/** Warnings of one import; of very many only the first are kept, and how many there were. */
final class Warnings {
    private static final int KEPT = 100;

    private final List<String> kept = new ArrayList<>();
    private int dropped;

    void add(String warning) {
        if (kept.size() < KEPT) {
            kept.add(warning);
        } else {
            dropped++;
        }
    }

    List<String> all() {
        List<String> all = new ArrayList<>(kept);
        if (dropped > 0) {
            all.add("and " + dropped + " more files were left out");
        }
        return all;
    }

    String firstInBrackets() {
        return kept.isEmpty() ? "" : " (" + kept.getFirst() + ")";
    }
}
