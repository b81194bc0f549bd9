package io.knarr.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtractionTest {
    private final Extraction extraction = new Extraction(LayerSettings.DEFAULTS);

    @Test
    void tellsOfEachEntry() {
        Extraction.Layers layers = extraction.of(
                "guide",
                2,
                List.of(
                        file("refunds.md", "Refunds", "Refunds: They are paid within a fortnight."),
                        file("travel.md", "", "Book early.")));

        assertThat(layers.overview())
                .startsWith("# guide\n")
                .contains("### refunds.md\nRefunds: They are paid within a fortnight.\n")
                .contains("### travel.md\nBook early.");
        assertThat(layers.abstractText()).contains("Refunds; travel");
    }

    @Test
    void speaksByTheEntryThatSpeaksForIt() {
        for (String main : List.of("README.md", "index.html", "guide.md")) {
            Extraction.Layers layers = extraction.of(
                    "guide",
                    2,
                    List.of(file("a.md", "Other", "Something else."), file(main, "Our Guide", "How we work.")));

            assertThat(layers.overview()).as(main).startsWith("# Our Guide\n\nHow we work.");
            assertThat(layers.abstractText()).as(main).startsWith("How we work.");
        }
    }

    @Test
    void speaksByItsOnlyEntry() {
        Extraction.Layers layers = extraction.of("x", 1, List.of(file("a.md", "Refunds", "Paid within a fortnight.")));

        assertThat(layers.abstractText()).isEqualTo("Paid within a fortnight.");
        assertThat(layers.overview()).startsWith("# Refunds\n");
    }

    @Test
    void namesAnOnlyEntryThatSaysNothing() {
        EntryText silent = new EntryText("deep_storage", true, "", false, "", List.of(), List.of());

        assertThat(extraction.of("x", 1, List.of(silent)).abstractText()).contains("deep storage");
    }

    @Test
    void saysThatADirectoryIsEmpty() {
        Extraction.Layers layers = extraction.of("old_notes", 0, List.of());

        assertThat(layers.abstractText()).isEqualTo("old notes: empty.");
        assertThat(layers.overview()).startsWith("# old notes");
    }

    @Test
    void saysHowManyMoreThereAre() {
        List<EntryText> sample = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            sample.add(file("f" + i + ".md", "", "Text number " + i + "."));
        }

        assertThat(extraction.of("many", 500, sample).overview()).endsWith("… and 468 more.");
        assertThat(extraction.of("many", 32, sample).overview()).doesNotContain("… and");
    }

    @Test
    void leavesOutWhatDoesNotFit() {
        List<EntryText> sample = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            sample.add(file("f" + i + ".md", "", "word ".repeat(75) + i + "."));
        }

        String overview = extraction.of("many", 32, sample).overview();

        assertThat(overview.length()).isLessThanOrEqualTo(4000);
        assertThat(overview)
                .containsPattern("… and \\d+ more\\.$")
                .contains("### f0.md")
                .doesNotContain("### f31.md");
    }

    @Test
    void listsHeadingsWhereThereAreFewEntries() {
        EntryText file = new EntryText("a.md", false, "A", true, "About it.", List.of(), List.of("Install", "Use"));

        assertThat(extraction.of("x", 1, List.of(file)).overview()).contains("About it.\n\n- Install\n- Use");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void keepsItsLimitsSaysTheSameTwiceAndIsNeverAPlaceholder(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            LayerSettings settings =
                    new LayerSettings(20 + random.nextInt(300), 100 + random.nextInt(5000), 30_000, 12_000, 32, 0.1);
            List<EntryText> entries = new ArrayList<>();
            for (int i = random.nextInt(33); i > 0; i--) {
                entries.add(entry(random, i));
            }
            int total = entries.size() + random.nextInt(50);

            Extraction.Layers layers = new Extraction(settings).of("dir_" + seed, total, entries);

            assertThat(layers.abstractText().length()).as("seed %s", seed).isBetween(1, settings.abstractMaxChars());
            assertThat(layers.overview().length()).as("seed %s", seed).isBetween(1, settings.overviewMaxChars());
            assertThat(Placeholders.isPlaceholder(layers.abstractText())).isFalse();
            assertThat(Placeholders.isPlaceholder(layers.overview())).isFalse();
            assertThat(new Extraction(settings).of("dir_" + seed, total, entries))
                    .as("seed %s", seed)
                    .isEqualTo(layers);
        }
    }

    private static EntryText entry(Random random, int number) {
        boolean directory = random.nextInt(4) == 0;
        return new EntryText(
                "entry" + number + (directory ? "" : ".md"),
                directory,
                random.nextInt(3) == 0 ? "" : words(random, 20),
                random.nextInt(5) == 0,
                random.nextInt(5) == 0 ? "" : words(random, 90),
                List.of(words(random, 20), words(random, 20)),
                random.nextBoolean() ? List.of() : List.of(words(random, 8), words(random, 200)));
    }

    private static String words(Random random, int most) {
        StringBuilder words = new StringBuilder();
        for (int i = 1 + random.nextInt(most); i > 0; i--) {
            words.append(List.of("refund", "用户", "é", "😀😀", "x".repeat(40), "- a", "ends.", "really?")
                    .get(random.nextInt(8)));
            words.append(random.nextInt(6) == 0 ? "" : " ");
        }
        return words.toString().strip();
    }

    private static EntryText file(String name, String title, String summary) {
        return new EntryText(name, false, title, false, summary, List.of(), List.of());
    }
}
