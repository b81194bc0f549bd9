package io.knarr.parse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutlineTest {
    @Test
    void readsTitleHeadingsLeadAndSentences() {
        Outline outline = Outline.ofMarkdown("""
                # The *Guide*

                Knarr keeps context. See [the docs](https://x.org), e.g. section 2.
                It is **fast**!

                ## Install

                ```sh
                # no heading. No sentence.
                ```

                | a | b |
                - First item. With two sentences.
                - Second item

                他说：“你好。”然后走了！最后一句
                """);

        assertThat(outline.title()).isEqualTo("The Guide");
        assertThat(outline.headings()).extracting(Heading::text).containsExactly("The *Guide*", "Install");
        assertThat(outline.lead()).isEqualTo("Knarr keeps context. See the docs, e.g. section 2. It is fast!");
        assertThat(outline.sentences())
                .containsExactly(
                        "Knarr keeps context.",
                        "See the docs, e.g. section 2.",
                        "It is fast!",
                        "First item.",
                        "With two sentences.",
                        "Second item",
                        "他说：“你好。”",
                        "然后走了！",
                        "最后一句");
    }

    @Test
    void prefersTheTitleOfTheFrontMatter() {
        assertThat(Outline.ofMarkdown("---\ntitle: 'From: above'\n---\n# Below\n")
                        .title())
                .isEqualTo("From: above");
        assertThat(Outline.ofMarkdown("---\ntitle: [\n---\n# Below\n").title()).isEqualTo("Below");
        assertThat(Outline.ofMarkdown("---\ntitle:\n---\nno heading").title()).isEmpty();
        assertThat(Outline.ofMarkdown("---\n!!java.net.URL [x]\n---\n# Below").title())
                .isEqualTo("Below");
    }

    @Test
    void readsPlainTextAndCodeWithoutHeadings() {
        Outline outline = Outline.of("run.py", "# one sentence.\nx = 1\n");

        assertThat(outline.title()).isEmpty();
        assertThat(outline.headings()).isEmpty();
        assertThat(Outline.of("notes.txt", "# Title\nText.").title()).isEqualTo("Title");
        assertThat(Outline.ofMarkdown("")).isEqualTo(Outline.ofPlain(""));
    }

    @Test
    void keepsDottedWordsAndNamesTogether() {
        assertThat(Sentences.of("Version 1.2 of knarr.io is out. J. Doe wrote it (see fig. 3). Done...", 10))
                .containsExactly("Version 1.2 of knarr.io is out.", "J. Doe wrote it (see fig. 3).", "Done...");
    }

    @Test
    void readsTenMegabytesOfText() {
        for (String text : new String[] {"word ".repeat(2_000_000), "字".repeat(5_000_000)}) {
            isBounded(Outline.ofMarkdown(text));
        }
    }

    @Test
    void readsHostileText() {
        int size = 500_000;
        for (String text : new String[] {
            "x".repeat(size), "[a".repeat(size), "](".repeat(size), "> ".repeat(size), "# a\n".repeat(size / 20),
            "```\n".repeat(size / 20), "_a".repeat(size), "\\".repeat(size), "1. ".repeat(size),
                    "a <!--\n\n".repeat(size / 20)
        }) {
            isBounded(Outline.ofMarkdown(text));
        }
    }

    private static void isBounded(Outline outline) {
        assertThat(outline.sentences().size()).isLessThanOrEqualTo(Outline.MAX_SENTENCES);
        assertThat(outline.lead().length()).isLessThanOrEqualTo(Outline.MAX_LEAD);
    }
}
