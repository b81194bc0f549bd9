package io.knarr.uri;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.uri.IgnoreRules.Verdict;
import org.junit.jupiter.api.Test;

class IgnoreRulesTest {
    @Test
    void matchesNamesAtAnyDepthUnlessAnchored() {
        assertThat(ignores("*.log", "a/b/x.log")).isTrue();
        assertThat(ignores("build", "a/build")).isTrue();
        assertThat(ignores("/build", "a/build")).isFalse();
        assertThat(ignores("/build", "build")).isTrue();
        assertThat(ignores("docs/*.txt", "docs/a.txt")).isTrue();
        assertThat(ignores("docs/*.txt", "docs/x/a.txt")).isFalse();
        assertThat(ignores("docs/*.txt", "x/docs/a.txt")).isFalse();
    }

    @Test
    void understandsTwoStars() {
        assertThat(ignores("**/foo", "foo")).isTrue();
        assertThat(ignores("**/foo/bar", "a/b/foo/bar")).isTrue();
        assertThat(ignores("foo/**", "foo/a/b")).isTrue();
        assertThat(ignores("foo/**", "foo")).isFalse();
        assertThat(ignores("a/**/b", "a/b")).isTrue();
        assertThat(ignores("a/**/b", "a/x/y/b")).isTrue();
        assertThat(ignores("a/**/b", "a/x/y/c")).isFalse();
        assertThat(ignores("**", "any/thing")).isTrue();
    }

    @Test
    void matchesDirectoriesOnlyWhereTheRuleSaysSo() {
        IgnoreRules rules = IgnoreRules.parse("out/\n");

        assertThat(rules.verdict("a/out", true)).isEqualTo(Verdict.IGNORED);
        assertThat(rules.verdict("a/out", false)).isEqualTo(Verdict.SILENT);
    }

    @Test
    void letsTheLastRuleDecide() {
        IgnoreRules rules = IgnoreRules.parse("*.md\n!keep.md\nkeep.md.bak\n");

        assertThat(rules.verdict("a.md", false)).isEqualTo(Verdict.IGNORED);
        assertThat(rules.verdict("x/keep.md", false)).isEqualTo(Verdict.KEPT);
        assertThat(rules.verdict("other", false)).isEqualTo(Verdict.SILENT);
    }

    @Test
    void readsCommentsEscapesAndTrailingSpaces() {
        assertThat(IgnoreRules.parse("# comment\n\n   \n/\n!\n").size()).isZero();
        assertThat(ignores("\\#x", "#x")).isTrue();
        assertThat(ignores("\\!x", "!x")).isTrue();
        assertThat(ignores("x   ", "x")).isTrue();
        assertThat(ignores("x\\ ", "x ")).isTrue();
        assertThat(ignores("a\r\nb", "b")).isTrue();
    }

    @Test
    void knowsSets() {
        assertThat(ignores("[a-c]?.txt", "b1.txt")).isTrue();
        assertThat(ignores("[!a-c].txt", "b.txt")).isFalse();
        assertThat(ignores("[^a].txt", "b.txt")).isTrue();
        assertThat(ignores("[]x].txt", "].txt")).isTrue();
        assertThat(ignores("[a", "[a")).isTrue();
        assertThat(ignores("[\\]].txt", "].txt")).isTrue();
        assertThat(ignores("?.txt", "𠀀.txt")).isTrue();
    }

    @Test
    void answersHostilePatternsWithoutTryingEverything() {
        assertThat(ignores("*a".repeat(2000) + "b", "a".repeat(20_000))).isFalse();
        assertThat(ignores("**/a/".repeat(500) + "b", "a/".repeat(2000) + "c")).isFalse();
    }

    private static boolean ignores(String rules, String path) {
        return IgnoreRules.parse(rules).verdict(path, false) == Verdict.IGNORED;
    }
}
