package io.knarr.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knarr.context.Tokens;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CharacterChunkerTest {
    private final CharacterChunker chunker = new CharacterChunker(32, 8);

    @Test
    void keepsAShortTextWhole() {
        assertThat(chunker.chunks("  One sentence. Another.\n")).containsExactly("One sentence. Another.");
    }

    @Test
    void makesNothingOfWhiteSpace() {
        assertThat(chunker.chunks("")).isEmpty();
        assertThat(chunker.chunks(" \n\t\u00a0")).isEmpty();
    }

    @Test
    void prefersTheParagraphThenTheSentenceThenTheLine() {
        String half = "word ".repeat(20).strip();

        assertThat(chunker.chunks(half + "\n\nnext. one\ntwo " + half).getFirst())
                .isEqualTo(half);
        assertThat(chunker.chunks(half + " end.” next\ntwo " + half).getFirst()).isEqualTo(half + " end.”");
        assertThat(chunker.chunks(half + "\nversion 3.14 of " + half).getFirst())
                .isEqualTo(half);
        assertThat(chunker.chunks("word ".repeat(60)))
                .allSatisfy(chunk -> assertThat(chunk).startsWith("word").endsWith("word"));
    }

    @Test
    void repeatsTheLastSentenceWhenItFitsTheOverlap() {
        List<String> chunks = chunker.chunks("word ".repeat(20) + "end. The last one. " + "more ".repeat(20));

        assertThat(chunks.get(0)).endsWith("The last one.");
        assertThat(chunks.get(1)).startsWith("The last one. more");
    }

    @Test
    void cutsChineseAfterItsFullStop() {
        List<String> chunks = chunker.chunks("我们在这里写一个句子。".repeat(8));

        assertThat(chunks)
                .hasSizeGreaterThan(2)
                .allSatisfy(chunk -> assertThat(chunk).endsWith("。"));
    }

    @Test
    void coversEveryWordInOrderWithinTheBudget() {
        for (long seed = 0; seed < 60; seed++) {
            String text = randomText(new Random(seed));

            List<Passage> passages = chunker.passages(text);

            int reached = 0;
            for (Passage passage : passages) {
                assertThat(text.substring(passage.start(), passage.end()))
                        .as("seed %s", seed)
                        .isEqualTo(passage.text());
                assertThat(text.substring(Math.min(reached, passage.start()), passage.start()))
                        .as("left out, seed %s", seed)
                        .isBlank();
                assertThat(passage.end()).as("goes on, seed %s", seed).isGreaterThan(reached);
                assertThat(Tokens.estimate(passage.text().replaceAll("\\s", "")))
                        .as("seed %s", seed)
                        .isLessThanOrEqualTo(32);
                reached = passage.end();
            }
            assertThat(text.substring(reached)).as("tail, seed %s", seed).isBlank();
        }
    }

    @Test
    void takesMegabytesWithoutASpace() {
        assertThat(chunker.passages("x".repeat(4_000_000)).getLast().end()).isEqualTo(4_000_000);
        assertThat(chunker.chunks("a" + " ".repeat(4_000_000) + "b")).containsExactly("a", "b");
    }

    @Test
    void refusesAnOverlapThatWouldNeverEnd() {
        assertThatThrownBy(() -> new CharacterChunker(32, 16)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String randomText(Random random) {
        String[] parts = {"word", "a", "x".repeat(70), ". ", " ", "\n", "\n\n", "漢字", "。", "😀", "“quoted.” ", "3.14"};
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(300);
        for (int i = 0; i < length; i++) {
            text.append(parts[random.nextInt(parts.length)]);
        }
        return text.toString();
    }
}
