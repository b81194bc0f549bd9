package io.knarr.model.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComplaintTest {
    private final Failures failures = new Failures(
            "embedding",
            Given.credential("openai", "m", "http://localhost"),
            Code.EMBEDDING_FAILED,
            Clock.fixed(Instant.parse("2026-11-21T07:28:00Z"), ZoneOffset.UTC));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {\"error\":{\"message\":\"This model's maximum context length is 8192 tokens\"}} | INPUT_TOO_LARGE",
                "400 | {\"error\":{\"code\":\"context_length_exceeded\",\"message\":\"x\"}} | INPUT_TOO_LARGE",
                "413 | <html>too large</html> | INPUT_TOO_LARGE",
                "400 | {\"code\":\"InvalidParameter\",\"message\":\"Range of input length should be [1, 2048]\"} | INPUT_TOO_LARGE",
                "400 | {\"error\":{\"code\":\"content_filter\",\"message\":\"x\"}} | CONTENT_SAFETY",
                "400 | {\"code\":\"DataInspectionFailed\",\"message\":\"x\"} | CONTENT_SAFETY",
                "400 | {\"error\":\"invalid request\"} | PERMANENT",
                "418 | {} | PERMANENT",
                "401 | {\"detail\":\"no\"} | AUTH",
                "403 | {\"message\":\"no\"} | AUTH",
                "404 | {\"error\":{\"message\":\"model not found\"}} | MISSING",
                "301 | - | MISSING",
                "402 | {} | QUOTA",
                "429 | {\"error\":{\"type\":\"insufficient_quota\",\"message\":\"x\"}} | QUOTA",
                "403 | {\"code\":\"Arrearage\",\"message\":\"x\"} | QUOTA",
                "429 | {\"error\":{\"message\":\"too many tokens per minute\"}} | RATE",
                "500 | {\"error\":{\"message\":\"content_filter is down\"}} | TRANSIENT",
                "529 | overloaded | TRANSIENT",
                "503 | [] | TRANSIENT",
            })
    void tellsTheClassOfAnError(int status, String body, Trouble trouble) {
        assertThat(failures.refused(reply(status, body)).trouble()).isEqualTo(trouble);
    }

    @Test
    void readsNoPagesOfText() {
        Reply page = reply(400, "{\"error\":{\"message\":\"" + "content_filter ".repeat(10_000) + "\"}}");

        assertThat(failures.refused(page).trouble()).isEqualTo(Trouble.PERMANENT);
    }

    @Test
    void shortensWhatAProviderSays() {
        Reply long_ = reply(400, "{\"error\":{\"message\":\"" + "word ".repeat(1000) + "\"}}");

        assertThat(failures.refused(long_).fault().getMessage()).hasSizeLessThan(400);
    }

    @ParameterizedTest
    @CsvSource({
        "retry-after, 7, 7000",
        "retry-after, 0.5, 500",
        "retry-after-ms, 250, 250",
        "retry-after, 'Sat, 21 Nov 2026 07:28:30 GMT', 30000",
    })
    void understandsWhenToComeAgain(String name, String value, long millis) {
        assertThat(retryAfter(name, value)).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({
        "retry-after, soon",
        "retry-after, ''",
        "retry-after, -1",
        "retry-after, 0",
        "retry-after, NaN",
        "retry-after, 'Sat, 21 Nov 2026 07:27:30 GMT'",
        "retry-after-ms, x",
        "x, 7",
    })
    void doesNotMindNonsense(String name, String value) {
        assertThat(retryAfter(name, value)).isEmpty();
    }

    private Optional<Duration> retryAfter(String name, String value) {
        return failures.retryAfter(MultiMap.caseInsensitiveMultiMap().add(name, value));
    }

    private static Reply reply(int status, String body) {
        Buffer buffer = Buffer.buffer(body);
        return new Reply(status, Optional.empty(), List.of(buffer), buffer.length());
    }
}
