package io.knarr.runtime;

import io.knarr.observe.Doing;
import io.knarr.observe.Labels;
import io.knarr.observe.Meters;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** One event loop: how late it is, and whether a handler blocks it. Reports, when anybody may be waiting for it. */
final class WatchedLoop {
    static final Duration TICK = Duration.ofMillis(10);

    private static final Logger LOG = LoggerFactory.getLogger(LoopMonitor.class);
    /** Between two lines about a loop that is late: a machine that has no time for us must not fill the log as well. */
    private static final Duration QUIET = Duration.ofSeconds(10);

    private final Labels labels;
    private final Meters meters;
    private final BooleanSupplier serving;
    private final AtomicReference<@Nullable Block> block = new AtomicReference<>();
    /** Start of the last handler that was reported; only on the checker’s thread. */
    private long reportedSince;

    private boolean anyReported;
    private final Lateness lateness = new Lateness();
    private long expected;

    /** A handler that was found blocking. */
    private record Block(long since, Optional<Doing.Work> work) {}

    WatchedLoop(int number, Meters meters, BooleanSupplier serving) {
        this.labels = Labels.of("loop", Integer.toString(number));
        this.meters = meters;
        this.serving = serving;
    }

    /** Runs on the loop. */
    void expectNext() {
        expected = System.nanoTime() + TICK.toNanos();
    }

    /** Runs on the loop. */
    void tick() {
        long late = Math.max(0, System.nanoTime() - expected);
        meters.time("loop.lag", labels, late);
        Block ended = block.getAndSet(null);
        if (ended != null) {
            goesOn(ended);
        }
        if (late > LoopMonitor.LATE.toNanos()) {
            meters.count("loop.late", labels, 1);
            // Why it was late has been said, if it was one handler’s doing.
            if (ended == null && serving.getAsBoolean()) {
                lateness.report(late);
            }
        }
        expectNext();
    }

    /**
     * Runs on the checker’s thread, at every look while a handler takes too long.
     *
     * @param nanos for how long it has been running
     */
    void blocked(Thread thread, long nanos, Optional<Doing.Work> work) {
        long since = System.nanoTime() - nanos;
        // The start of a handler tells two apart.
        if (anyReported && Math.abs(since - reportedSince) < LoopMonitor.LOOK.toNanos()) {
            return;
        }
        anyReported = true;
        reportedSince = since;
        block.set(new Block(since, work));
        meters.count("loop.blocked", labels, 1);
        if (serving.getAsBoolean()) {
            about(work, thread, nanos).setCause(new Stack(thread)).log("an event loop is blocked");
        }
    }

    private void goesOn(Block ended) {
        long nanos = System.nanoTime() - ended.since();
        meters.time("loop.block", labels, nanos);
        if (serving.getAsBoolean()) {
            about(ended.work(), Thread.currentThread(), nanos).log("an event loop goes on");
        }
    }

    private static LoggingEventBuilder about(Optional<Doing.Work> work, Thread thread, long nanos) {
        return LOG.atWarn()
                .addKeyValue("thread", thread.getName())
                .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(nanos))
                .addKeyValue("route", work.map(Doing.Work::route).orElse("-"))
                .addKeyValue("request_id", work.map(Doing.Work::requestId).orElse("-"));
    }

    /** Where another thread is now, in the form that loggers take. */
    private static final class Stack extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stack(Thread thread) {
            super(thread.getName(), null, false, true);
            setStackTrace(thread.getStackTrace());
        }
    }

    /** Says that the loop was late, not too often; runs on it. */
    private static final class Lateness {
        private long worst;
        private long times;
        private long reportedTimes;
        private long reportedAt;

        void report(long late) {
            worst = Math.max(worst, late);
            times++;
            if (times > 1 && System.nanoTime() - reportedAt < QUIET.toNanos()) {
                return;
            }
            LOG.atWarn()
                    .addKeyValue("thread", Thread.currentThread().getName())
                    .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(worst))
                    .addKeyValue("times", times - reportedTimes)
                    .log("an event loop was late");
            reportedAt = System.nanoTime();
            reportedTimes = times;
            worst = 0;
        }
    }
}
