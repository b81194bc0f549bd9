package io.knarr.runtime;

import java.util.List;
import java.util.Map;

/**
 * What is logged where.
 *
 * @param format {@code json} for one JSON object per line; anything else (OpenViking takes a Python format here) for
 *     {@code key=value} lines
 * @param output {@code stderr}, {@code stdout} or a file
 * @param rotation whether a file starts anew each day
 * @param rotationDays how many files of past days are kept
 */
public record LogSettings(Level level, String format, String output, boolean rotation, int rotationDays) {
    /** The least serious level that is logged. */
    public enum Level {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    /** Level names of Python and of Java. */
    static Kind<Level> levels() {
        return Kind.choice(
                Map.of(
                        "trace", Level.TRACE,
                        "debug", Level.DEBUG,
                        "info", Level.INFO,
                        "warn", Level.WARN,
                        "warning", Level.WARN,
                        "error", Level.ERROR,
                        "critical", Level.ERROR,
                        "fatal", Level.ERROR),
                List.of("TRACE", "DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"));
    }

    static LogSettings of(Values values) {
        return new LogSettings(
                values.get(Keys.LOG_LEVEL),
                values.get(Keys.LOG_FORMAT),
                values.get(Keys.LOG_OUTPUT),
                values.get(Keys.LOG_ROTATION),
                values.get(Keys.LOG_ROTATION_DAYS));
    }
}
