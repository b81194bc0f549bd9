package io.knarr.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.uri.VikingUri;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MarkdownSplitterTest {
    private static final ParseOptions OPTIONS = ParseOptions.DEFAULT;

    @Test
    void keepsWhatFitsInOneFile() {
        String text = "# Guide\n\n## A\ntext\n";

        assertThat(MarkdownSplitter.markdown(text, "guide", OPTIONS))
                .singleElement()
                .satisfies(file -> {
                    assertThat(file.path()).isEqualTo("guide.md");
                    assertThat(file.text()).isEqualTo(text);
                });
    }

    @Test
    void makesAFileOfEachSectionAndADirectoryOfALongOne() {
        String text = "intro\n# One\n" + words(800) + "# Two\n## Two a\n" + words(900) + "## Two b\n" + words(900)
                + "# Three\n" + words(800);

        assertThat(paths(text)).containsExactly("One.md", "Two/Two_a.md", "Two/Two_b.md", "Three.md");
    }

    @Test
    void mergesSmallSectionsUnderTheFirstNameWithAHashOverAll() {
        String text =
                "# One\n" + words(100) + "# Two\n" + words(100) + "# Three\n" + words(800) + "# Four\n" + words(900);

        List<ParsedFile> files = MarkdownSplitter.markdown(text, "doc", OPTIONS);

        assertThat(files).extracting(ParsedFile::path).containsExactly("One_1more_3a7f4126.md", "Three.md", "Four.md");
    }

    @Test
    void cutsTheNameOfMergedSectionsToThirtyTwoCharacters() {
        assertThat(SectionNames.merged(List.of("a".repeat(50), "b", "c"), List.of(1, 2, 3)))
                .hasSize(32)
                .startsWith("aaaaaaaa")
                .matches("a+_2more_[0-9a-f]{8}");
    }

    @Test
    void foldsOneSmallSectionIntoTheNextOne() {
        String text = "# Small\nshort\n# Big\n" + words(800) + "# Last\n" + words(900) + "# End\nlast words\n";

        List<ParsedFile> files = MarkdownSplitter.markdown(text, "doc", OPTIONS);

        assertThat(files).extracting(ParsedFile::path).containsExactly("Big.md", "Last.md");
        assertThat(files.getFirst().text()).startsWith("# Small\nshort\n# Big");
        assertThat(files.getLast().text()).endsWith("# End\nlast words\n");
    }

    @Test
    void putsTheTextOfALongSectionItselfIntoAChildOfTheSameName() {
        String text = "# Top\n" + words(700) + "## A\n" + words(700) + "## B\n" + words(700);

        assertThat(paths(text)).containsExactly("Top/Top.md", "Top/A.md", "Top/B.md");
    }

    @Test
    void cutsTextWithoutHeadingsIntoNumberedParts() {
        assertThat(paths(words(3000))).containsExactly("doc_1.md", "doc_2.md", "doc_3.md");
    }

    @Test
    void seesNoHeadingInCodeAndComments() {
        String body = words(500);
        String text = "# Real\n" + body + "```\n# code\n```\n\n    # indented\n\n<!--\n# comment\n-->\n\n"
                + "text <!-- open\n# in comment\nclosed -->\n\n`<!--` no comment\n# Second\n" + body + "# Third\n"
                + words(900);

        assertThat(MarkdownStructure.of(text).headings())
                .extracting(Heading::text)
                .containsExactly("Real", "Second", "Third");
    }

    @Test
    void readsNoSetextHeadingAndNoFrontMatterAsASection() {
        String text = "---\ntitle: x\n# yaml comment\n---\nSetext\n===\n\n#hash\n===\n## Closed ##\n";

        assertThat(MarkdownStructure.of(text).headings())
                .extracting(Heading::text)
                .containsExactly("Closed");
    }

    @Test
    void keepsEqualNamesApartEvenInOtherCase() {
        String text = "# Same\n" + words(800) + "# same\n" + words(800) + "# Same\n" + words(800);

        assertThat(paths(text)).containsExactly("Same.md", "same_2.md", "Same_3.md");
    }

    @Test
    void splitsNothingWhenAskedNotTo() {
        assertThat(MarkdownSplitter.markdown("# A\n" + words(9000), "doc", OPTIONS.unsplit()))
                .extracting(ParsedFile::path)
                .containsExactly("doc.md");
    }

    @Test
    void startsNoSectionBelowTheDeepestLevelWanted() {
        String text = "# A\n" + words(900) + "### Deep\n" + words(900);
        ParseOptions shallow = new ParseOptions(2048, 6000, 512, 2, true);

        assertThat(MarkdownSplitter.markdown(text, "doc", shallow))
                .extracting(ParsedFile::path)
                .containsExactly("A/A_1.md", "A/A_2.md");
    }

    @Test
    void namesSectionsSafely() {
        assertThat(SectionNames.of("  ../..\\etc: passwd?  ")).isEqualTo("etc_passwd");
        assertThat(SectionNames.of("第一章 概述")).isEqualTo("第一章_概述");
        assertThat(SectionNames.of("???")).isEqualTo("section");
        assertThat(SectionNames.of("x".repeat(60))).hasSize(50).startsWith("x".repeat(41) + "_");
    }

    @Test
    void losesNoLineOfAnyMarkdown() {
        for (long seed = 0; seed < 300; seed++) {
            String text = new RandomMarkdown(seed).write();
            ParseOptions options = seed % 3 == 0 ? OPTIONS : new ParseOptions(200, 700, 50, 6, true);

            List<ParsedFile> files = MarkdownSplitter.markdown(text, "doc", options);

            String together = files.stream().map(ParsedFile::text).collect(Collectors.joining());
            assertThat(nonBlankLines(together)).as("seed %d", seed).isEqualTo(nonBlankLines(text));
            assertThat(files)
                    .as("seed %d", seed)
                    .allSatisfy(file -> assertThat(
                                    Size.of(file.text(), 0, file.text().length())
                                            .fits(options))
                            .as(file.path())
                            .isTrue());
            assertThat(files.stream().map(file -> file.path().toLowerCase(Locale.ROOT)))
                    .as("seed %d", seed)
                    .doesNotHaveDuplicates();
            assertThat(files).as("seed %d", seed).allSatisfy(MarkdownSplitterTest::hasAValidPath);
        }
    }

    @Test
    void cutsOneEndlessLineByForceAndLosesNothing() {
        String line = "a𠀀".repeat(40_000);

        List<ParsedFile> files = MarkdownSplitter.markdown(line, "doc", OPTIONS);

        assertThat(files.stream().map(ParsedFile::text).collect(Collectors.joining()))
                .isEqualTo(line);
        assertThat(files)
                .allSatisfy(file -> assertThat(
                                Size.of(file.text(), 0, file.text().length()).fits(OPTIONS))
                        .isTrue());
    }

    @Test
    void copesWithHostileStructure() {
        int size = 50_000;
        for (String text : List.of(
                "> ".repeat(size),
                "#\n".repeat(size),
                "- ".repeat(size),
                "a <!--\n\n".repeat(size / 4),
                "`".repeat(size),
                "# x\n\n".repeat(size / 4),
                "[".repeat(size),
                "\n".repeat(size) + "x",
                "\r".repeat(size) + "x",
                "###### a\n##### b\n#### c\n### d\n## e\n# f\n".repeat(size / 40))) {
            assertThat(MarkdownSplitter.markdown(text, "doc", OPTIONS)).isNotEmpty();
        }
    }

    private static void hasAValidPath(ParsedFile file) {
        VikingUri root = VikingUri.of("resources", "doc");
        assertThat(root.resolve(file.path()).toString()).isEqualTo(root + "/" + file.path());
        assertThat(file.path().getBytes(StandardCharsets.UTF_8).length).isLessThan(1000);
        assertThat(file.path()).endsWith(".md");
    }

    private static List<String> paths(String text) {
        return MarkdownSplitter.markdown(text, "doc", OPTIONS).stream()
                .map(ParsedFile::path)
                .toList();
    }

    private static String nonBlankLines(String text) {
        return text.lines().filter(line -> !line.isBlank()).collect(Collectors.joining("\n"));
    }

    /** About 1.5 tokens and 5 characters per word, in paragraphs. */
    private static String words(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "w" + (100 + i % 900) + (i % 40 == 39 ? "\n\n" : " "))
                .collect(Collectors.joining("", "", "\n"));
    }
}
