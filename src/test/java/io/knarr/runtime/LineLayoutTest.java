package io.knarr.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LineLayoutTest {
    private static final Redaction REDACTION = new Redaction(List.of(new Secret("sesame")));

    private static LoggingEvent event(String message, @Nullable Throwable failure) {
        LoggerContext context = new LoggerContext();
        Logger logger = context.getLogger("io.knarr.http.Edge");
        LoggingEvent event = new LoggingEvent("", logger, Level.WARN, message, failure, new Object[0]);
        event.setTimeStamp(0);
        event.setMDCPropertyMap(Map.of("request_id", "r-1"));
        event.addKeyValuePair(new KeyValuePair("path", "/a b"));
        event.addKeyValuePair(new KeyValuePair("key", "sesame"));
        return event;
    }

    @Test
    void writesOneLineOfFields() {
        String line = new LineLayout(LineLayout.Form.KEY_VALUE, REDACTION).doLayout(event("it\nbroke", null));

        assertThat(line)
                .isEqualTo("time=1970-01-01T00:00:00Z level=WARN logger=io.knarr.http.Edge msg=\"it\\nbroke\""
                        + " request_id=r-1 path=\"/a b\" key=***\n");
    }

    @Test
    void keepsAFailureOnItsLine() {
        Throwable failure = new IllegalStateException("outer sesame", new IOException("inner"));

        String line = new LineLayout(LineLayout.Form.KEY_VALUE, REDACTION).doLayout(event("broke", failure));

        assertThat(line.lines()).hasSize(1);
        assertThat(line)
                .contains(
                        "error=\"java.lang.IllegalStateException: outer ***\"",
                        "caused by java.io.IOException: inner",
                        "LineLayoutTest");
    }

    @Test
    void writesJson() throws IOException {
        String line = new LineLayout(LineLayout.Form.JSON, REDACTION).doLayout(event("say \"hi\"", null));

        JsonNode fields = new ObjectMapper().readTree(line);
        assertThat(fields.path("msg").asText()).isEqualTo("say \"hi\"");
        assertThat(fields.path("request_id").asText()).isEqualTo("r-1");
        assertThat(fields.path("key").asText()).isEqualTo("***");
    }
}
