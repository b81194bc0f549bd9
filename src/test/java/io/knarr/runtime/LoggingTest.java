package io.knarr.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

class LoggingTest {
    @TempDir
    Path root;

    private final LoggerContext context = new LoggerContext();

    LoggingTest() {
        context.setMDCAdapter(new LogbackMDCAdapter());
    }

    private Logging start(String output, boolean rotation) throws IOException {
        LogSettings settings = new LogSettings(LogSettings.Level.WARN, "text", output, rotation, 3);
        return Logging.start(settings, new Given(root).surroundings(), List.of(new Secret("sesame")), context);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void writesEveryLineBeforeItStops(boolean rotation) throws IOException {
        Path file = root.resolve("logs/knarr.log");

        try (Logging _ = start(file.toString(), rotation)) {
            Logger logger = context.getLogger("io.knarr.http.Edge");
            for (int i = 0; i < 1000; i++) {
                logger.atWarn().addKeyValue("i", i).log("open sesame");
            }
            logger.info("not serious enough");
        }

        assertThat(Files.readAllLines(file))
                .hasSize(1000)
                .allSatisfy(line -> assertThat(line).contains("open ***"))
                .last()
                .asString()
                .endsWith("i=999");
    }

    @Test
    void saysWhenAFileCannotBeWritten() throws IOException {
        Files.writeString(root.resolve("file"), "");

        assertThatThrownBy(() ->
                        start(root.resolve("file/below").toString(), false).close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("log.output");
    }
}
