package io.knarr.model;

import io.knarr.context.Tokens;
import java.util.List;

/**
 * A chunker for models whose vocabulary we do not have: counts a quarter of a token per character, one and a half per CJK,
 * Kana, Hangul or full-width character, two above U+FFFF (the estimate of {@link Tokens}).
 */
public final class CharacterChunker implements Chunker {
    private static final int QUARTERS = 4;

    private final PassageChunker chunker;

    /**
     * @param tokens estimated size of a passage, at least 8; leave room below what the model sees, it is an estimate
     * @param overlap how many tokens neighbours may share, less than half of that
     */
    public CharacterChunker(int tokens, int overlap) {
        chunker = new PassageChunker(QuarterTokens::new, tokens * QUARTERS, overlap * QUARTERS);
    }

    @Override
    public List<String> chunks(String text) {
        return chunker.chunks(text);
    }

    /** The same as {@link #chunks}, with the place of each in the text. */
    public List<Passage> passages(String text) {
        return chunker.passages(text);
    }

    /** Runs of characters between white space; a wide character is a word of its own; cost in quarters of a token. */
    private static final class QuarterTokens implements Words {
        private static final int LONGEST = 64;

        private final String text;
        private int start;
        private int end;
        private int cost;

        QuarterTokens(String text) {
            this.text = text;
        }

        @Override
        public boolean next() {
            start = end;
            while (start < text.length() && isSpace(text.codePointAt(start))) {
                start += Character.charCount(text.codePointAt(start));
            }
            end = start;
            cost = 0;
            while (end < text.length() && !endsBefore(text.codePointAt(end))) {
                int point = text.codePointAt(end);
                end += Character.charCount(point);
                cost += point > 0xFFFF ? 8 : Tokens.isWide(point) ? 6 : 1;
            }
            return end > start;
        }

        private boolean endsBefore(int point) {
            boolean begun = end > start;
            return isSpace(point)
                    || end - start >= LONGEST
                    || (begun && (Tokens.isWide(point) || Tokens.isWide(text.codePointBefore(end))));
        }

        private static boolean isSpace(int point) {
            return Character.isWhitespace(point) || Character.isSpaceChar(point);
        }

        @Override
        public int start() {
            return start;
        }

        @Override
        public int end() {
            return end;
        }

        @Override
        public int cost() {
            return cost;
        }
    }
}
