package io.knarr.runtime;

import io.knarr.observe.Doing;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.threadchecker.BlockedThreadEvent;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Watches the event loops. On each a timer of 10 ms measures how late it runs ({@code loop.lag}); Vert.x’s own checker looks
 * at them from outside, so that a blocked one is reported while it is blocked: once, with its stack and with the route and
 * the id of the request it works on ({@code loop.blocked}), and once more when it goes on, with how long it took.
 *
 * <p>The loops are reached through Vert.x’s internal interface: contexts are handed to loops in turn, so nothing public
 * promises one timer on each.
 */
final class LoopMonitor {
    /** A loop is late when it is behind by more than this, and blocked when one handler takes longer. */
    static final Duration LATE = Duration.ofMillis(50);

    /** How often the checker looks: a blocked loop is seen at most this much after it became late. */
    static final Duration LOOK = Duration.ofMillis(20);

    private final Vertx vertx;
    private final Watching watching;
    private final AtomicBoolean serving = new AtomicBoolean();
    private final Map<Thread, WatchedLoop> loops = new ConcurrentHashMap<>();

    LoopMonitor(Vertx vertx, Watching watching) {
        this.vertx = vertx;
        this.watching = watching;
    }

    /** Watches until Vert.x closes. Nothing is logged before {@link #serving}: until then loops load classes. */
    void start() {
        VertxInternal internals = (VertxInternal) vertx;
        int number = 0;
        for (EventExecutor executor : internals.eventLoopGroup()) {
            WatchedLoop loop = new WatchedLoop(number, watching.meters(), serving::get);
            executor.execute(() -> {
                loops.put(Thread.currentThread(), loop);
                loop.expectNext();
            });
            long tick = WatchedLoop.TICK.toMillis();
            var _ = executor.scheduleWithFixedDelay(loop::tick, tick, tick, TimeUnit.MILLISECONDS);
            number++;
        }
        internals.blockedThreadChecker().setThreadBlockedHandler(this::blocked);
    }

    /** Somebody may be waiting for a loop from now on. */
    void serving() {
        serving.set(true);
    }

    /** Threads of pools are looked at too, but those may take an hour (see {@code offload}). */
    private void blocked(BlockedThreadEvent event) {
        WatchedLoop loop = loops.get(event.thread());
        if (loop != null) {
            Optional<Doing.Work> work = CurrentContext.of(event.thread()).flatMap(watching.doing()::in);
            loop.blocked(event.thread(), event.duration(), work);
        }
    }
}
