package io.knarr.runtime;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.TimeBasedRollingPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Sends log events where the settings say. Lines are written by a thread of their own from a bounded queue: a reader that
 * is slow to take them (a full pipe) costs lines, never the time of an event loop.
 */
final class Logging implements AutoCloseable {
    private static final int QUEUE = 8192;

    private final LoggerContext context;

    private Logging(LoggerContext context) {
        this.context = context;
    }

    /**
     * Replaces what the process logged to before.
     *
     * @throws IOException the file cannot be written
     */
    static Logging start(LogSettings settings, Surroundings surroundings, List<Secret> secrets) throws IOException {
        return start(settings, surroundings, secrets, (LoggerContext) LoggerFactory.getILoggerFactory());
    }

    static Logging start(LogSettings settings, Surroundings surroundings, List<Secret> secrets, LoggerContext context)
            throws IOException {
        OutputStreamAppender<ILoggingEvent> lines = appender(settings, surroundings, context);
        lines.setName("lines");
        lines.setContext(context);
        lines.setEncoder(encoder(settings, context, new Redaction(secrets)));
        lines.start();
        if (!lines.isStarted()) {
            throw new IOException("log.output " + settings.output() + " cannot be written");
        }
        AsyncAppender queue = new AsyncAppender();
        queue.setContext(context);
        queue.setName("queue");
        queue.setQueueSize(QUEUE);
        queue.setDiscardingThreshold(0);
        queue.setNeverBlock(true);
        queue.addAppender(lines);
        queue.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.setLevel(Level.toLevel(settings.level().name()));
        root.addAppender(queue);
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        return new Logging(context);
    }

    private static LayoutWrappingEncoder<ILoggingEvent> encoder(
            LogSettings settings, LoggerContext context, Redaction redaction) {
        LineLayout layout = new LineLayout(
                settings.format().equals("json") ? LineLayout.Form.JSON : LineLayout.Form.KEY_VALUE, redaction);
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        return encoder;
    }

    private static OutputStreamAppender<ILoggingEvent> appender(
            LogSettings settings, Surroundings surroundings, LoggerContext context) {
        if (settings.output().equals("stderr") || settings.output().equals("stdout")) {
            ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
            console.setTarget(settings.output().equals("stderr") ? "System.err" : "System.out");
            return console;
        }
        Path file = surroundings.resolve(settings.output());
        if (!settings.rotation()) {
            FileAppender<ILoggingEvent> plain = new FileAppender<>();
            plain.setFile(file.toString());
            return plain;
        }
        RollingFileAppender<ILoggingEvent> daily = new RollingFileAppender<>();
        daily.setFile(file.toString());
        TimeBasedRollingPolicy<ILoggingEvent> policy = new TimeBasedRollingPolicy<>();
        policy.setContext(context);
        policy.setParent(daily);
        policy.setFileNamePattern(file + ".%d{yyyy-MM-dd}");
        policy.setMaxHistory(settings.rotationDays());
        policy.start();
        daily.setRollingPolicy(policy);
        return daily;
    }

    /** Writes what is queued and stops. */
    @Override
    public void close() {
        context.stop();
    }
}
