package io.knarr.work;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "key sk-proj-Abc_123-xyz refused | key [REDACTED] refused",
                "Authorization: Bearer abc.DEF-123_x | Authorization: Bearer [REDACTED]",
                "GET /v1?api_key=hunter2&x=1 failed | GET /v1?api_key=[REDACTED]&x=1 failed",
                "`{\"api-key\": \"hunter2\", \"model\": \"m\"}` | `{\"api-key\": \"[REDACTED]\", \"model\": \"m\"}`",
                "X-Access-Token: hunter2 | X-Access-Token: [REDACTED]",
                "password = hunter2, user = bob | password = [REDACTED], user = bob",
                "postgres://bob:hunter2@db/x refused | postgres://bob:[REDACTED]@db/x refused",
                "token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_1 expired | token [REDACTED] expired",
                "key 0123456789abcdef0123456789abcdef0123 unknown | key [REDACTED] unknown",
                "key YWNtZQ.YWxpY2U.MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY | key YWNtZQ.YWxpY2U.[REDACTED]",
                "ghp_16C7e42F292c6912E7710c838347Ae178B4a | [REDACTED]",
            })
    void masksWhatLooksLikeASecret(String text, String masked) {
        assertThat(ErrorText.ofTask(text)).isEqualTo(masked);
        assertThat(ErrorText.ofJob(text)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "File not found: viking://resources/handbook/chapter-01-introduction-and-a-very-long-title.md",
                "task 6f1d6a0e-6b0b-4c1e-9a55-0d1f6f5b7c11 was cancelled",
                "max tokens 8192 exceeded by this_is_a_rather_long_identifier_without_digits",
                "the basket sk- is empty; token expected",
                ""
            })
    void leavesTheRestAlone(String text) {
        assertThat(ErrorText.ofTask(text)).isEqualTo(text);
    }

    @Test
    void cutsATaskAtFiveHundredCharacters() {
        assertThat(ErrorText.ofTask("é".repeat(500))).isEqualTo("é".repeat(500));
        assertThat(ErrorText.ofTask("é".repeat(501))).isEqualTo("é".repeat(500) + "...[truncated]");
    }

    @Test
    void cutsAJobAtTwoThousandCharactersInAll() {
        assertThat(ErrorText.ofJob("é".repeat(2_000))).hasSize(2_000).doesNotContain("truncated");
        assertThat(ErrorText.ofJob("é".repeat(2_001))).hasSize(2_000).endsWith("é...[truncated]");
    }

    @Test
    void cutsBetweenCharactersOnly() {
        assertThat(ErrorText.ofTask("x" + "\uD83D\uDE00".repeat(300)))
                .isEqualTo("x" + "\uD83D\uDE00".repeat(249) + "...[truncated]");
    }

    @Test
    void masksBeforeItCuts() {
        String text = "x ".repeat(247) + "sk-0123456789abcdef";

        assertThat(ErrorText.ofTask(text)).isEqualTo("x ".repeat(247) + "[REDAC...[truncated]");
    }
}
