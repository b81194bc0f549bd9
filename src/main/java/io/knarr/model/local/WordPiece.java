package io.knarr.model.local;

import io.knarr.model.Words;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A tokenizer with a WordPiece vocabulary: a word is cut by taking the longest piece that fits, again and again; one
 * that cannot be cut like this is unknown as a whole.
 *
 * <p>Text that spells a special token, like {@code [CLS]}, is ordinary text: it cannot end the input early. Immutable.
 */
final class WordPiece {
    private final Map<String, Integer> beginnings = new HashMap<>();
    private final Map<String, Integer> continuations = new HashMap<>();
    private final int longestWord;
    private final int longestPiece;
    private final int unknown;
    private final int first;
    private final int last;

    /**
     * @param tokenizer the contents of a {@code tokenizer.json} as Hugging Face writes it, with a model of type WordPiece
     */
    WordPiece(JsonObject tokenizer) {
        JsonObject model = tokenizer.getJsonObject("model");
        String continued = model.getString("continuing_subword_prefix");
        Map<String, Object> vocabulary = model.getJsonObject("vocab").getMap();
        int longest = 0;
        for (Map.Entry<String, Object> entry : vocabulary.entrySet()) {
            String piece = entry.getKey();
            int id = ((Number) entry.getValue()).intValue();
            longest = Math.max(longest, piece.length());
            if (piece.startsWith(continued)) {
                continuations.put(piece.substring(continued.length()), id);
            } else {
                beginnings.put(piece, id);
            }
        }
        longestPiece = longest;
        longestWord = model.getInteger("max_input_chars_per_word");
        unknown = special(vocabulary, model.getString("unk_token"));
        first = special(vocabulary, "[CLS]");
        last = special(vocabulary, "[SEP]");
    }

    private static int special(Map<String, Object> vocabulary, String name) {
        if (vocabulary.get(name) instanceof Number id) {
            return id.intValue();
        }
        throw new IllegalArgumentException("the vocabulary has no " + name);
    }

    /** The model’s input for a text: the first token, the pieces, the last token; the rest beyond the limit is not read. */
    long[] encode(String text, int maxTokens) {
        long[] ids = new long[maxTokens];
        int[] pieces = new int[longestWord];
        BertWords words = new BertWords(text, longestWord);
        int size = 0;
        ids[size++] = first;
        while (size < maxTokens - 1 && words.next()) {
            int count = split(words, pieces);
            for (int i = 0; i < count && size < maxTokens - 1; i++) {
                ids[size++] = pieces[i];
            }
        }
        ids[size++] = last;
        return Arrays.copyOf(ids, size);
    }

    /** How many tokens a text has, the first and last not counted. */
    int count(String text) {
        int[] pieces = new int[longestWord];
        BertWords words = new BertWords(text, longestWord);
        int count = 0;
        while (words.next()) {
            count += split(words, pieces);
        }
        return count;
    }

    /** The words of a text with their tokens as cost. */
    Words words(String text) {
        return new CountedWords(text);
    }

    /** Writes the ids of the current word and says how many they are. */
    private int split(BertWords words, int[] ids) {
        String word = words.word();
        int count = 0;
        int from = 0;
        while (from < word.length() && !words.tooLong()) {
            Map<String, Integer> known = from == 0 ? beginnings : continuations;
            int to = Math.min(word.length(), from + longestPiece);
            Integer id = known.get(word.substring(from, to));
            while (id == null && --to > from) {
                id = known.get(word.substring(from, to));
            }
            if (id == null) {
                return unknown(ids);
            }
            ids[count++] = id;
            from = to;
        }
        return words.tooLong() ? unknown(ids) : count;
    }

    private int unknown(int[] ids) {
        ids[0] = unknown;
        return 1;
    }

    /** Hands on the words of BERT; very long ones in slices, so that a passage has an end in characters too. */
    private final class CountedWords implements Words {
        private static final int SLICE = 512;

        private final String text;
        private final BertWords words;
        private final int[] pieces = new int[longestWord];
        private int start;
        private int end;
        private int cost;

        CountedWords(String text) {
            this.text = text;
            this.words = new BertWords(text, longestWord);
        }

        @Override
        public boolean next() {
            boolean goesOn = end > words.start() && end < words.end();
            if (!goesOn && !words.next()) {
                return false;
            }
            start = goesOn ? end : words.start();
            end = words.end();
            if (end - words.start() <= SLICE) {
                cost = split(words, pieces);
                return true;
            }
            if (end - start > SLICE) {
                boolean betweenHalves = Character.isHighSurrogate(text.charAt(start + SLICE - 1));
                end = start + SLICE + (betweenHalves ? 1 : 0);
            }
            cost = Math.max(1, count(text.substring(start, end)));
            return true;
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
