package io.knarr.bench;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Texts of English words that mean nothing, the same in every run. Common words are common: the vocabulary of the model is
 * ordered by how often a word is used, and the n-th is drawn 1/n as often as the first (Zipf). Half of a text’s words are
 * from a few that it keeps coming back to.
 */
final class Texts {
    private static final String VOCABULARY = "/bge-small-en-v1.5-q-tokenizer.json";
    private static final int TOPIC = 12;
    private static final int SENTENCE = 14;

    private final List<String> words;
    private final RandomGenerator random;

    private Texts(List<String> words, RandomGenerator random) {
        this.words = words;
        this.random = random;
    }

    static Texts seeded(long seed) throws IOException {
        try (InputStream stream = Texts.class.getResourceAsStream(VOCABULARY)) {
            if (stream == null) {
                throw new FileNotFoundException("no " + VOCABULARY + " on the class path");
            }
            JsonObject vocabulary = new JsonObject(Buffer.buffer(stream.readAllBytes()))
                    .getJsonObject("model")
                    .getJsonObject("vocab");
            List<String> words = vocabulary.stream()
                    .filter(word -> word.getKey().matches("[a-z]{3,}"))
                    .sorted(Comparator.comparingInt(word -> (Integer) word.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
            return new Texts(words, new Random(seed));
        }
    }

    String of(int length) {
        List<String> topic = new ArrayList<>();
        for (int i = 0; i < TOPIC; i++) {
            topic.add(word());
        }
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= length; i++) {
            text.append(random.nextBoolean() ? topic.get(random.nextInt(TOPIC)) : word());
            text.append(i == length || i % SENTENCE == 0 ? ". " : " ");
        }
        return text.toString().strip();
    }

    /** So many texts. */
    List<String> list(int count, int length) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(of(length));
        }
        return texts;
    }

    /** Texts as Markdown files by name. */
    static Map<String, String> files(List<String> texts) {
        Map<String, String> files = new LinkedHashMap<>();
        for (int i = 0; i < texts.size(); i++) {
            files.put("note-" + i + ".md", "# Note " + i + "\n\n" + texts.get(i) + "\n");
        }
        return files;
    }

    private String word() {
        return words.get((int) Math.exp(random.nextDouble() * Math.log(words.size())));
    }

    RandomGenerator random() {
        return random;
    }
}
