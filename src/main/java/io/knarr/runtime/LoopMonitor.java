package io.knarr.runtime;

import io.knarr.observe.Labels;
import io.knarr.observe.Meters;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.threadchecker.BlockedThreadEvent;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the event loops. On each a timer of 10 ms measures how late it runs ({@code loop.lag}); Vert.x’s own checker
 * looks at them from outside, so that a blocked one is reported with its stack while it is blocked ({@code loop.blocked}).
 *
 * <p>The loops are reached through Vert.x’s internal interface: contexts are handed to loops in turn, so nothing public
 * promises one timer on each.
 */
final class LoopMonitor {
    /** A loop is late when it is behind by more than this, and blocked when one handler takes longer. */
    static final Duration LATE = Duration.ofMillis(50);

    /** How often the checker looks: a blocked loop is seen at most this much after it became late. */
    static final Duration LOOK = Duration.ofMillis(20);

    private static final Logger LOG = LoggerFactory.getLogger(LoopMonitor.class);
    private static final Duration TICK = Duration.ofMillis(10);
    /** Between two lines about the same loop. */
    private static final Duration QUIET = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final Meters meters;
    private final AtomicBoolean serving = new AtomicBoolean();
    private final Map<Thread, Long> reported = new ConcurrentHashMap<>();

    LoopMonitor(Vertx vertx, Watching watching) {
        this.vertx = vertx;
        this.meters = watching.meters();
    }

    /** Watches until Vert.x closes. Nothing is logged before {@link #serving}: until then loops load classes. */
    void start() {
        VertxInternal internals = (VertxInternal) vertx;
        int number = 0;
        for (EventExecutor loop : internals.eventLoopGroup()) {
            Tick tick = new Tick(Labels.of("loop", Integer.toString(number)));
            loop.execute(tick::expectNext);
            var _ = loop.scheduleWithFixedDelay(tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
            number++;
        }
        internals.blockedThreadChecker().setThreadBlockedHandler(this::blocked);
    }

    /** Somebody may be waiting for a loop from now on. */
    void serving() {
        serving.set(true);
    }

    private void blocked(BlockedThreadEvent event) {
        long since = System.nanoTime() - event.duration();
        Long before = reported.put(event.thread(), since);
        // The checker reports the same handler at every look; its start tells two apart.
        if (before != null && Math.abs(since - before) < LOOK.toNanos()) {
            return;
        }
        meters.count("loop.blocked", 1);
        if (!serving.get()) {
            return;
        }
        LOG.atWarn()
                .addKeyValue("thread", event.thread().getName())
                .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(event.duration()))
                .setCause(new Stack(event.thread()))
                .log("a thread that must not block is blocked");
    }

    /** Where another thread is now, in the form that loggers take. */
    private static final class Stack extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stack(Thread thread) {
            super(thread.getName(), null, false, true);
            setStackTrace(thread.getStackTrace());
        }
    }

    /** The timer of one loop; runs on it. */
    private final class Tick implements Runnable {
        private final Labels labels;
        private long expected;
        private long worst;
        private long times;
        private long reportedTimes;
        private long reportedAt;

        Tick(Labels labels) {
            this.labels = labels;
        }

        void expectNext() {
            expected = System.nanoTime() + TICK.toNanos();
        }

        /** A machine that has no time for us must not fill the log as well. */
        private void report(long late) {
            worst = Math.max(worst, late);
            times++;
            if (times > 1 && System.nanoTime() - reportedAt < QUIET.toNanos()) {
                return;
            }
            LOG.atWarn()
                    .addKeyValue("loop", Thread.currentThread().getName())
                    .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(worst))
                    .addKeyValue("times", times - reportedTimes)
                    .log("an event loop was late");
            reportedAt = System.nanoTime();
            reportedTimes = times;
            worst = 0;
        }

        @Override
        public void run() {
            long late = Math.max(0, System.nanoTime() - expected);
            meters.time("loop.lag", labels, late);
            if (late > LATE.toNanos() && serving.get()) {
                report(late);
            }
            expectNext();
        }
    }
}
