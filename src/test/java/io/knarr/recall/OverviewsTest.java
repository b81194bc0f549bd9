package io.knarr.recall;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OverviewsTest {
    @Test
    void aMemorySaysItsSummary() {
        assertThat(Overviews.of("e.md", Category.EVENTS, "# Trip\n\n## Summary\n\nWent to Oslo.\n\n## More\n\nx"))
                .isEqualTo("Went to Oslo.");
        assertThat(Overviews.of("e.md", Category.EVENTS, "# Summary\nAll of it."))
                .isEqualTo("All of it.");
        assertThat(Overviews.of("e.md", Category.EVENTS, "Title\nSummary: Went\nfar.\n\nMore."))
                .isEqualTo("Went\nfar.");
    }

    @Test
    void aMemoryWithoutOneSaysItsOutline() {
        assertThat(Overviews.of("e.md", Category.EVENTS, "# Trip\n\nWent to Oslo by train.\n\n## Back\n\nx"))
                .isEqualTo("# Trip\n## Back\n\nWent to Oslo by train.");
    }

    @Test
    void codeSaysWhatItDeclares() {
        assertThat(Overviews.of("A.java", Category.RESOURCES, "class A {\n  int two() {\n    return 2;\n  }\n}\n"))
                .contains("class A", "int two()")
                .doesNotContain("return");
    }

    @Test
    void aDocumentSaysItsHeadings() {
        StringBuilder text = new StringBuilder("Lead of it.\n\n#### Too deep\n\n");
        for (int i = 0; i < 30; i++) {
            text.append("## H").append(i).append("\n\nx\n\n");
        }

        String overview = Overviews.of("d.md", Category.RESOURCES, text.toString());

        assertThat(overview).contains("## H0", "## H23", "Lead of it.").doesNotContain("## H24", "Too deep");
        assertThat(Overviews.of("empty.md", Category.RESOURCES, "")).isEmpty();
        assertThat(Overviews.of("long.txt", Category.RESOURCES, "word ".repeat(500)))
                .hasSizeBetween(100, 400);
    }
}
