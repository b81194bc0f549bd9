package io.knarr.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HtmlMarkdownTest {
    @Test
    void writesWhatAPageSaysAndLeavesOutWhatSurroundsIt() {
        String html = """
                <html><head><title>Handbook</title><style>p{}</style><script>alert(1)</script></head><body>
                <nav><a href="/">Home</a></nav><aside>ad</aside>
                <h2>Setup &amp; <em>first</em> steps</h2>
                <p>Run   <code>knarr serve</code>, then see
                 <a href="https://example.org/a">the <b>guide</b></a>.</p>
                <p hidden>secret</p><div style="display: none">secret</div>
                <img src="x.png" alt="A diagram">
                <blockquote><p>Quoted</p><p>twice</p></blockquote>
                <hr><footer>foot</footer></body></html>
                """;

        assertThat(HtmlMarkdown.convert(html)).isEqualTo("""
                # Handbook

                ## Setup & *first* steps

                Run `knarr serve`, then see [the **guide**](https://example.org/a).

                A diagram

                > Quoted
                >
                > twice

                ---
                """);
    }

    @Test
    void writesListsInLists() {
        String html = "<p>Before</p><ul><li>one<ol><li>first</li><li>second<p>more</p></li></ol></li><li></li>"
                + "<li>two</li></ul><p>After</p>";

        assertThat(HtmlMarkdown.convert(html)).isEqualTo("""
                Before

                - one

                  1. first
                  2. second

                     more
                - two

                After
                """);
    }

    @Test
    void writesTablesWithPipes() {
        String html = "<table><caption>Ports</caption><tr><th>name</th><th>port</th></tr>"
                + "<tr><td>a|b</td><td>1<br>2</td></tr><tr><td>short</td></tr></table>";

        assertThat(HtmlMarkdown.convert(html)).isEqualTo("""
                Ports

                | name | port |
                | --- | --- |
                | a\\|b | 1 2 |
                | short |  |
                """);
    }

    @Test
    void readsATableThatOnlyLaysOutThePageCellByCell() {
        String html = "<table><tr><td><h2>Left</h2>text</td><td><table><tr><td>x</td></tr></table></td></tr></table>";

        assertThat(HtmlMarkdown.convert(html)).isEqualTo("## Left\n\ntext\n\n| x |\n| --- |\n");
    }

    @Test
    void fencesCodeSoThatNothingInItEndsTheFence() {
        String html = "<pre><code class=\"language-sh\"># comment\n```\n  indented\n</code></pre>";

        assertThat(HtmlMarkdown.convert(html)).isEqualTo("````sh\n# comment\n```\n  indented\n````\n");
    }

    @Test
    void escapesTextThatMarkdownWouldTakeForStructure() {
        assertThat(HtmlMarkdown.convert("<p># not a heading</p><p>&lt;!-- no comment</p>"))
                .isEqualTo("\\# not a heading\n\n&lt;!-- no comment\n");
    }

    @Test
    void saysTheTitleOnceWhenTheFirstHeadingRepeatsIt() {
        assertThat(HtmlMarkdown.convert("<title>Intro – My site</title><h1>Intro</h1><p>x</p>"))
                .isEqualTo("# Intro\n\nx\n");
    }

    @Test
    void takesTheMainPartOfAPage() {
        assertThat(HtmlMarkdown.convert("<div>menu</div><main><p>said</p></main><div>more menu</div>"))
                .isEqualTo("said\n");
    }

    @Test
    void dropsLinksThatRunCode() {
        assertThat(HtmlMarkdown.convert("<p><a href='javascript:alert(1)'>press</a> <a href=''>me</a></p>"))
                .isEqualTo("press me\n");
    }

    @Test
    void survivesNestingWithoutEnd() {
        for (String tag : new String[] {"<div>", "<b>", "<ul><li>", "<blockquote>", "<table><tr><td>", "<font>"}) {
            assertThat(HtmlMarkdown.convert(tag.repeat(5_000) + "deep")).as(tag).contains("deep");
        }
    }

    @Test
    void givesAnAnswerForAnyBytes() {
        String alphabet = "<></ \"'=!-[]&;#abpdivtableulli\n\0";
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            StringBuilder garbage = new StringBuilder();
            for (int i = 0; i < 2000; i++) {
                garbage.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(HtmlMarkdown.convert(garbage.toString()))
                    .as("seed %d", seed)
                    .isNotNull();
        }
    }
}
