package io.knarr.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.uri.VikingUri;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SidecarTest {
    private static final VikingUri GUIDE = VikingUri.parse("viking://resources/guide");
    private static final Sidecar WHOLE = new Sidecar(
            GUIDE,
            Optional.of(new Sidecar.Source("upload", "guide: \"v2\" #1.pdf")),
            Optional.of(new Sidecar.GeneratedBy("extractive", "resource_ingest")),
            Optional.of(new Sidecar.Freshness(40, 32, 3)),
            "# Guide\n\nAll about refunds.");

    @Test
    void isStoredAsTheContractSays() {
        Sidecar sidecar = new Sidecar(
                GUIDE,
                Optional.of(new Sidecar.Source("upload", "guide.pdf")),
                Optional.of(new Sidecar.GeneratedBy("extractive", "resource_ingest")),
                Optional.of(new Sidecar.Freshness(40, 32, 3)),
                "\n All about refunds. \n\n");

        assertThat(sidecar.text()).isEqualTo("""
                        ---
                        directory: viking://resources/guide/
                        source:
                          kind: upload
                          uri: guide.pdf
                        generated_by:
                          component: extractive
                          trigger: resource_ingest
                        freshness:
                          total_entries: 40
                          sampled_entries: 32
                          unsampled_entries: 8
                          pending_child_changes: 3
                        ---

                        All about refunds.
                        """);
    }

    @Test
    void isReadAsItWasWritten() {
        assertThat(Sidecar.parse(GUIDE, WHOLE.text())).isEqualTo(WHOLE);
        Sidecar bare = new Sidecar(GUIDE, Optional.empty(), Optional.empty(), Optional.empty(), "");
        assertThat(Sidecar.parse(GUIDE, bare.text())).isEqualTo(bare);
    }

    @Test
    void embedsTheDirectoryAndTheBodyAlone() {
        assertThat(WHOLE.embeddingText())
                .isEqualTo("---\ndirectory: viking://resources/guide/\n---\n\n# Guide\n\nAll about refunds.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "All about refunds.",
                "  All about refunds.\r\n",
                "---\n---\nAll about refunds.",
                "---\r\ndirectory: x\r\n---\r\n\r\nAll about refunds.\r\n",
                "---\n- a list\n---\n\nAll about refunds.",
                "---\njust text\n---\n\nAll about refunds.",
                "---\nbroken: [\n---\n\nAll about refunds.",
                "---\n&a [*a, *a]: !!java.lang.Object {}\n---\n\nAll about refunds.",
                "---\nfreshness: 7\nsource: x\ngenerated_by: []\nother: 1\n---\n\nAll about refunds."
            })
    void keepsTheBodyWhateverTheHead(String stored) {
        Sidecar sidecar = Sidecar.parse(GUIDE, stored);

        assertThat(sidecar)
                .isEqualTo(
                        new Sidecar(GUIDE, Optional.empty(), Optional.empty(), Optional.empty(), "All about refunds."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0b",
                "0x",
                "1:60:99",
                "2001-99-99",
                "2001-13-45T99:99:99Z",
                "9999999999999999999999",
                "!!int a",
                "!!float x",
                "!!timestamp soon",
                "!!binary ,",
                "!!set 1",
                "!!omap {a: 1}",
                "!!null x",
                "!!bool x",
                "!!merge x",
                "{<<: 1}",
                "{? [a]: b}",
                ".nan",
                "? x",
                "\"\\ud800\"",
                "%YAML 9.9",
                "*unknown",
                "@x"
            })
    void readsAHeadWithAnyValue(String value) {
        Sidecar sidecar = Sidecar.parse(GUIDE, "---\nfreshness:\n  total_entries: " + value + "\n---\n\nBody.");

        assertThat(sidecar.body()).isEqualTo("Body.");
        assertThat(Sidecar.parse(GUIDE, "---\n" + value + "\n---\n\nBody.").body())
                .isEqualTo("Body.");
    }

    @Test
    void takesAnOpenHeadForTheBody() {
        assertThat(Sidecar.parse(GUIDE, "---\ndirectory: x\nno end").body()).isEqualTo("---\ndirectory: x\nno end");
        assertThat(Sidecar.parse(GUIDE, "").body()).isEmpty();
    }

    @Test
    void keepsRulesInTheBody() {
        Sidecar ruled = WHOLE.withBody("above\n\n---\n\nbelow");

        assertThat(Sidecar.parse(GUIDE, ruled.text())).isEqualTo(ruled);
    }

    @Test
    void doesNotBelieveCountersThatDoNotAddUp() {
        String wrong = WHOLE.text().replace("unsampled_entries: 8", "unsampled_entries: 9");

        assertThat(Sidecar.parse(GUIDE, wrong).freshness()).isEmpty();
        assertThat(Sidecar.parse(GUIDE, wrong).generatedBy()).isPresent();
    }

    @Test
    void countsPendingChangesOnlyWhereItCountsAtAll() {
        assertThat(WHOLE.withPending(9).freshness()).contains(new Sidecar.Freshness(40, 32, 9));
        Sidecar bare = new Sidecar(GUIDE, Optional.empty(), Optional.empty(), Optional.empty(), "x");
        assertThat(bare.withPending(9)).isEqualTo(bare);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void survivesAnyText(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            Sidecar any = new Sidecar(
                    VikingUri.of(
                            "resources", "d" + word(random).replace("/", "").replace("\\", "")),
                    Optional.of(new Sidecar.Source(word(random), word(random))),
                    Optional.of(new Sidecar.GeneratedBy(word(random), word(random))),
                    Optional.of(new Sidecar.Freshness(99 + random.nextInt(9), random.nextInt(99), random.nextInt(9))),
                    word(random) + "\n" + word(random));

            assertThat(Sidecar.parse(any.directory(), any.text()))
                    .as("seed %s round %s", seed, round)
                    .isEqualTo(any);
            // Whatever somebody else wrote: it is read, never refused.
            var _ = Sidecar.parse(GUIDE, "---\n" + word(random) + ": " + word(random) + "\n---\n" + word(random));
        }
    }

    /** Signs that mean something in YAML, letters of several scripts, no line ends. */
    private static String word(Random random) {
        String signs = "ab 1:#-'\"{}[]&*!|>%@`,?~=é用😀\u0000\u0007\u00A0\t/\\.";
        StringBuilder word = new StringBuilder("x");
        for (int i = random.nextInt(12); i > 0; i--) {
            int at = signs.offsetByCodePoints(0, random.nextInt(signs.codePointCount(0, signs.length())));
            int point = signs.codePointAt(at);
            word.appendCodePoint(point == 0 ? ' ' : point);
        }
        return word.append('x').toString();
    }
}
