package io.knarr.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knarr.fault.Fault;
import io.knarr.ingest.source.ScanRules.Origin;
import io.knarr.ingest.source.ScanRules.Strictness;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelectionTest {
    @Test
    void skipsWhatTheContractSkips() {
        Selection selection = new Selection(ScanRules.DEFAULT);

        assertThat(selection.takes("docs/a.md")).isTrue();
        for (String skipped : List.of(
                ".hidden",
                "a/.env",
                ".git/config",
                "x/node_modules/y/z.js",
                "target/a.txt",
                "build/x",
                "a/__pycache__/b.py",
                "venv/x",
                ".cache/a.md")) {
            assertThat(selection.takes(skipped)).as(skipped).isFalse();
        }
        assertThat(selection.takes("builds/x.md")).isTrue();
        assertThat(selection.takes("a/target")).as("a file of that name").isTrue();
    }

    @Test
    void includesByFileNameAndExcludesByNameOrPrefix() {
        Selection selection = new Selection(rules(List.of("*.md", "*.txt"), List.of("docs/old/", "draft*"), List.of()));

        assertThat(selection.takes("docs/a.md")).isTrue();
        assertThat(selection.takes("docs/a.py")).isFalse();
        assertThat(selection.takes("docs/old/a.md")).isFalse();
        assertThat(selection.takes("x/docs/old/a.md")).isTrue();
        assertThat(selection.takes("docs/older/a.md")).isTrue();
        assertThat(selection.takes("x/draft-1.md")).isFalse();
    }

    @Test
    void ignoresDirectoriesByNameAndByPath() {
        Selection selection = new Selection(rules(List.of(), List.of(), List.of("vendor", "./docs/old/")));

        assertThat(selection.takes("a/vendor/b.md")).isFalse();
        assertThat(selection.takes("docs/old/b.md")).isFalse();
        assertThat(selection.takes("x/docs/old/b.md")).isTrue();
        assertThat(selection.takes("old/b.md")).isTrue();
    }

    @Test
    void takesNothingBackFromAnIgnoredDirectory() {
        Selection selection = new Selection(ScanRules.DEFAULT);
        selection.addIgnoreFile(".gitignore", "out/\n!out/keep.md\n*.tmp\n!a/b/yes.tmp\n");
        selection.addIgnoreFile("a/.gitignore", "/b/*.md\n");

        assertThat(selection.takes("out/keep.md")).isFalse();
        assertThat(selection.takes("x.tmp")).isFalse();
        assertThat(selection.takes("a/b/yes.tmp")).isTrue();
        assertThat(selection.takes("a/b/x.md")).isFalse();
        assertThat(selection.takes("a/c/b/x.md")).isTrue();
    }

    @Test
    void refusesMoreRulesThanItCanTry() {
        Selection selection = new Selection(ScanRules.DEFAULT);

        assertThatThrownBy(() -> selection.addIgnoreFile(".gitignore", "x\n".repeat(2001)))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("more than 2000 rules");
    }

    @Test
    void readsCommaSeparatedEntries() {
        assertThat(ScanRules.entries(" *.md, ,b/ ,")).containsExactly("*.md", "b/");
        assertThat(ScanRules.entries("")).isEmpty();
    }

    private static ScanRules rules(List<String> include, List<String> exclude, List<String> ignoreDirs) {
        return new ScanRules(include, exclude, ignoreDirs, Origin.DIRECTORY, Strictness.WARN);
    }
}
