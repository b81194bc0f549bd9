package io.knarr.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobPatternTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*.md         | a.md",
                "**/*.md      | a.md",
                "**/*.md      | x/y/a.md",
                "foo/**       | foo/a",
                "foo/**       | foo/a/b",
                "foo/**/b     | foo/b",
                "foo/**/b     | foo/x/y/b",
                "**           | a/b/c",
                "a**c         | a/b/c",
                "?.md         | a.md",
                "?.md         | é.md",
                "?.md         | 😀.md",
                "[ab].md      | a.md",
                "[a-c]        | b",
                "[!a]         | b",
                "[^a]         | b",
                "[]a]         | ]",
                "[!]a]        | b",
                "[a^]         | ^",
                "[[]          | [",
                "[.]          | .",
                "{a,b}.md     | b.md",
                "{a,b/c}/d    | b/c/d",
                "{a,{b,c}}x   | cx",
                "{,x}a        | a",
                "a,b          | a,b",
                "a}b          | a}b",
                "a}{b,c}      | a}c",
                "*            | 'a\nb'"
            })
    void matches(String pattern, String path) {
        assertThat(GlobPattern.of(pattern).matches(path))
                .as("%s on %s", pattern, path)
                .isTrue();
    }

    @Test
    void takesSignsOfExpressionsForThemselves() {
        assertThat(GlobPattern.of("a+(b)|^$.\\").matches("a+(b)|^$.\\")).isTrue();
        assertThat(GlobPattern.of("a+").matches("aa")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*.md         | x/a.md",
                "*.md         | a.mdx",
                "*.md         | aXmd",
                "foo/**       | foo",
                "foo/**       | fooa/b",
                "**/b         | ab",
                "a?b          | a/b",
                "?            | ab",
                "[!a]         | /",
                "x[!a]y       | x/y",
                "[ab]         | c",
                "[]a]         | b",
                "[!]a]        | ]",
                "{a,b}        | c",
                "/            | a",
                "/*           | a",
                "a            | A"
            })
    void doesNotMatch(String pattern, String path) {
        assertThat(GlobPattern.of(pattern).matches(path))
                .as("%s on %s", pattern, path)
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", ".", "[a", "[", "[!", "a{b", "{a,{b}", "[z-a]"})
    void refusesWhatIsNoPattern(String pattern) {
        assertThatThrownBy(() -> GlobPattern.of(pattern))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(Code.INVALID_ARGUMENT));
    }

    @Test
    void isCheapWhateverThePattern() {
        String path = "a".repeat(2000);

        assertThat(GlobPattern.of("*a".repeat(200) + "b").matches(path)).isFalse();
        assertThat(GlobPattern.of("**/".repeat(100) + "b").matches("a/".repeat(1000)))
                .isFalse();
        assertThatThrownBy(() -> GlobPattern.of("*".repeat(5000))).isInstanceOf(Fault.class);
    }

    @Test
    void readsAnyTextWithoutBreaking() {
        String signs = "ab*?[]{},!^/-\\.()|+$";
        Random random = new Random(9);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder pattern = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                pattern.append(signs.charAt(random.nextInt(signs.length())));
            }
            try {
                var _ = GlobPattern.of(pattern.toString()).matches("a/b.a");
            } catch (Fault fault) {
                assertThat(fault.code()).as("%s", pattern).isEqualTo(Code.INVALID_ARGUMENT);
            }
        }
    }
}
