package io.knarr.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.threadchecker.BlockedThreadChecker;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Fails a test during which our code blocked an event loop. Works for every test, through JUnit’s own registration; make
 * Vert.x with {@link #vertx()} to have it look closely: a plain {@code Vertx.vertx()} reports only after two seconds.
 *
 * <p>A warning counts when a class of ours is in the stack of the blocked thread: loading a library’s classes or a machine
 * that is busy elsewhere is not our doing. {@code -Dloop.limit.ms} sets another limit than 500.
 */
public final class LoopGuard implements BeforeEachCallback, AfterEachCallback {
    /** The tag of tests that block on purpose. */
    static final String BLOCKS = "blocks-a-loop";

    private static final String OURS = "io.knarr.";

    private final Queue<ILoggingEvent> warnings = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            warnings.add(event);
        }
    };

    /** Reports a loop that is blocked for longer than the limit, with its stack. */
    public static Vertx vertx() {
        return Vertx.vertx(new VertxOptions()
                .setMaxEventLoopExecuteTime(Long.getLong("loop.limit.ms", 500))
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
                .setBlockedThreadCheckInterval(20)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS)
                .setWarningExceptionTime(1)
                .setWarningExceptionTimeUnit(TimeUnit.MILLISECONDS));
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        start();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        if (test.getTags().contains(BLOCKS)) {
            List<String> _ = stop();
            return;
        }
        assertThat(stop()).as("places where an event loop was blocked").isEmpty();
    }

    void start() {
        warnings.clear();
        appender.start();
        logger().addAppender(appender);
    }

    List<String> stop() {
        logger().detachAppender(appender);
        return findings();
    }

    List<String> findings() {
        return warnings.stream()
                .filter(LoopGuard::isOurs)
                .map(LoopGuard::described)
                .distinct()
                .toList();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(BlockedThreadChecker.LOGGER_NAME);
    }

    /** Without a stack nobody can be excused. */
    private static boolean isOurs(ILoggingEvent warning) {
        return warning.getThrowableProxy() == null
                || frames(warning.getThrowableProxy()).contains(OURS);
    }

    private static String described(ILoggingEvent warning) {
        return warning.getFormattedMessage()
                + (warning.getThrowableProxy() == null ? "" : "\n" + frames(warning.getThrowableProxy()));
    }

    private static String frames(IThrowableProxy stack) {
        return Arrays.stream(stack.getStackTraceElementProxyArray())
                .map(frame -> frame.getStackTraceElement().toString())
                .collect(Collectors.joining("\n"));
    }
}
