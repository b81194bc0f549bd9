package io.knarr.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "refund(s)?",
                "(?i)todo|fixme",
                "a{1000}",
                "[0-9]{4}-[0-9]{2}-[0-9]{2}",
                "(\\d{1,3}\\.){3}\\d{1,3}",
                "\\p{Greek}{2,5}\\x{1F600}?",
                "[]{9999}]",
                "[^]{9999}]x",
                "\\{9999}",
                "{9999,x}",
                "a{,5}",
                "\\Q{\\E",
                ""
            })
    void takesWhatPeopleWrite(String pattern) {
        assertThat(Expression.compile(pattern, false).pattern()).isEqualTo(pattern);
    }

    @Test
    void matchesWithoutRegardToCaseWhenAsked() {
        assertThat(Expression.compile("refund", true).matcher("REFUND").find()).isTrue();
        assertThat(Expression.compile("refund", false).matcher("REFUND").find()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{1000}){1000}){1000}",
                "(a{200}){200}",
                "((((a{30}){30}){30}){30}){30}",
                "(?:[a-z]{100}x{100,}){101}",
                "((\\p{L}{99}){99}){99}"
            })
    void refusesWhatWouldTakeAllMemory(String pattern) {
        assertRefused(pattern);
    }

    @Test
    void refusesEndlessOnes() {
        assertRefused("a".repeat(5000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"(", "a)", "[", "*a", "a**", "(?=x)", "(?<!x)y", "(a)\\1", "x{1001}", "\\", "x{99999999999}"})
    void refusesWhatIsNoneInRe2(String pattern) {
        assertRefused(pattern);
    }

    @Test
    void readsAnyTextWithoutBreaking() {
        String signs = "ab()[]{}\\^$.|?*+,019pPxQE:-]";
        Random random = new Random(5);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder pattern = new StringBuilder();
            for (int i = random.nextInt(14); i > 0; i--) {
                pattern.append(signs.charAt(random.nextInt(signs.length())));
            }
            assertThat(isTaken(pattern.toString())).as("%s", pattern).isEqualTo(isValid(pattern.toString()));
        }
    }

    private static boolean isTaken(String pattern) {
        try {
            return Expression.compile(pattern, false) != null;
        } catch (Fault refused) {
            return false;
        }
    }

    private static boolean isValid(String pattern) {
        try {
            return Pattern.compile(pattern) != null;
        } catch (PatternSyntaxException broken) {
            return false;
        }
    }

    private static void assertRefused(String pattern) {
        assertThatThrownBy(() -> Expression.compile(pattern, false))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(Code.INVALID_ARGUMENT));
    }
}
