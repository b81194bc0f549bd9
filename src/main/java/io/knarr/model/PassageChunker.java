package io.knarr.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Fills passages with whole words up to a budget, and cuts in the later half of each where the text itself pauses: after a
 * paragraph, else a sentence, else a line, else between words.
 *
 * <p>A passage also ends at {@value #CHARACTERS_PER_COST} characters per unit of the budget, because a vocabulary may count
 * a very long string (a hash, an encoded image) as one token. Only a single word may be larger than the budget.
 */
public final class PassageChunker implements Chunker {
    private static final int CHARACTERS_PER_COST = 16;

    private final Function<String, Words> words;
    private final int budget;
    private final int overlap;

    /**
     * @param words the words of a text
     * @param budget what the words of one passage may cost together
     * @param overlap how much of a passage’s end may be repeated at the start of the next, in the same unit; less than half
     *     of the budget
     */
    public PassageChunker(Function<String, Words> words, int budget, int overlap) {
        if (budget < 32 || overlap < 0 || overlap >= budget / 2) {
            throw new IllegalArgumentException("budget " + budget + " (at least 32), overlap " + overlap
                    + " (0 or more, less than half of the budget)");
        }
        this.words = words;
        this.budget = budget;
        this.overlap = overlap;
    }

    @Override
    public List<String> chunks(String text) {
        return passages(text).stream().map(Passage::text).toList();
    }

    /** The same as {@link #chunks}, with the place of each in the text. */
    public List<Passage> passages(String text) {
        List<Passage> passages = new ArrayList<>();
        Words source = words.apply(text);
        Window window = new Window(text);
        // The window holds the words of one passage and the first one that does not fit.
        while (source.next()) {
            window.add(source.start(), source.end(), source.cost());
            while (!fits(window, 0, window.size())) {
                int cut = cut(window);
                passages.add(window.passage(cut));
                window.forget(nextStart(window, cut));
            }
        }
        if (window.size() > 0) {
            passages.add(window.passage(window.size()));
        }
        return passages;
    }

    private boolean fits(Window window, int from, int to) {
        return to - from <= 1 || within(budget, window, from, to);
    }

    private static boolean within(int limit, Window window, int from, int to) {
        return window.cost(from, to) <= limit && window.length(from, to) <= (long) limit * CHARACTERS_PER_COST;
    }

    /** Before which word the passage ends: at the clearest pause of its later half, the last one of equals. */
    private int cut(Window window) {
        int last = window.size() - 1;
        int best = last;
        for (int i = last - 1; i > 0 && window.cost(0, i) * 2 >= budget; i--) {
            if (window.pause(i) > window.pause(best)) {
                best = i;
            }
        }
        return best;
    }

    /** With which word the next passage starts: at the clearest pause within the overlap, the first one of equals. */
    private int nextStart(Window window, int cut) {
        int best = cut;
        for (int i = cut - 1; i > 0 && within(overlap, window, i, cut); i--) {
            // The new passage must reach beyond the old one, or there would be no end.
            if (fits(window, i, cut + 1) && (best == cut || window.pause(i) >= window.pause(best))) {
                best = i;
            }
        }
        return best;
    }
}
