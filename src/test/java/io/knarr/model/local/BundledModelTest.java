package io.knarr.model.local;

import static io.knarr.model.local.Pools.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.knarr.fault.Deadline;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BundledModelTest {
    private static final Pools POOLS = new Pools(1, 16, 2);
    private static final LocalEmbedder EMBEDDER =
            new LocalEmbedder(POOLS.queries, POOLS.bulk, LocalModelSettings.withBulkThreads(2));

    @BeforeAll
    static void load() {
        done(EMBEDDER.check());
    }

    @AfterAll
    static void free() {
        done(EMBEDDER.close());
        POOLS.close();
    }

    @Test
    void putsRelatedTextsNearerThanUnrelatedOnes() {
        float[] cat = passage("A cat sleeps on the warm windowsill.");
        float[] kitten = passage("The kitten naps in the sun by the window.");
        float[] rates = passage("The central bank raised interest rates by half a point.");

        assertThat(dot(cat, kitten)).isGreaterThan(0.7).isGreaterThan(dot(cat, rates) + 0.25);
        assertThat(dot(kitten, rates)).isLessThan(0.5);
    }

    @Test
    void findsTheAnswerToAQuestion() {
        float[] question = query("How do I rotate an API key?");
        float[] answer =
                passage("Keys are replaced with the keys rotate command; the old one stays valid for an hour.");
        float[] other = passage("Bread dough rises faster in a warm kitchen.");

        assertThat(dot(question, answer)).isGreaterThan(dot(question, other) + 0.2);
    }

    @Test
    void readsItsPrefixBeforeQuestionsOnly() {
        String text = "rotate an API key";

        assertThat(query(text))
                .isNotEqualTo(passage(text))
                .isEqualTo(passage(LocalModel.BGE_SMALL_EN.queryPrefix() + text));
    }

    @Test
    void givesVectorsOfLengthOneForAnyText() {
        for (String text : List.of("", " ", "word", "漢字", "\ud800", "x".repeat(3000), "many words ".repeat(2000))) {
            float[] vector = passage(text);

            assertThat(vector).hasSize(EMBEDDER.dimensions());
            assertThat(dot(vector, vector)).as(text).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void computesATextAlikeAloneAndAmongOthers() {
        List<String> texts = List.of(
                "short", "A sentence of middling length about nothing.", "A long one. ".repeat(30), "short", "");
        List<Future<List<float[]>>> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            calls.add(EMBEDDER.embedPassages(texts));
        }

        for (int i = 0; i < texts.size(); i++) {
            float[] alone = passage(texts.get(i));
            for (Future<List<float[]>> call : calls) {
                assertThat(done(call).get(i)).as("text %s", i).isEqualTo(alone);
            }
        }
    }

    @Test
    void answersAQuestionInTheMiddleOfAnImport() {
        Future<List<float[]>> importing = EMBEDDER.embedPassages(
                Collections.nCopies(30, "A passage of an import that goes on for a while. ".repeat(8)));

        float[] vector = query("What is asked meanwhile?");

        assertThat(importing.isComplete()).isFalse();
        assertThat(vector).hasSize(384);
        assertThat(done(importing)).hasSize(30);
    }

    @Test
    void cutsTextsByItsOwnVocabulary() {
        List<String> chunks = EMBEDDER.chunker().chunks("One sentence of eight tokens, or so. ".repeat(200));

        assertThat(chunks)
                .hasSizeBetween(7, 12)
                .allSatisfy(chunk -> assertThat(chunk).startsWith("One").endsWith("so."));
    }

    @Test
    void reportsNothingToTheMakerOfTheRuntime() {
        Path trace = Path.of(
                System.getProperty("java.io.tmpdir"),
                "mat-debug-" + ProcessHandle.current().pid() + ".log");

        assertThat(trace)
                .as("the first file that ONNX Runtime’s telemetry writes")
                .doesNotExist();
    }

    private static float[] query(String text) {
        return done(EMBEDDER.embedQuery(text, Deadline.none()));
    }

    private static float[] passage(String text) {
        return done(EMBEDDER.embedPassages(List.of(text))).getFirst();
    }

    private static double dot(float[] left, float[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += (double) left[i] * right[i];
        }
        return sum;
    }
}
