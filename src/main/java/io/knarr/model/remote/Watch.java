package io.knarr.model.remote;

import io.knarr.fault.Deadline;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Calls back once, on a context, when a time is over or the caller of a deadline has gone away; not any more after
 * {@link #close}. To be made and closed on that context.
 */
final class Watch {
    private final Vertx vertx;
    private final Runnable ended;
    private final long timer;
    private final Runnable forget;
    private boolean over;

    /** @param limitMs at least 1; the deadline’s own time is not looked at */
    Watch(Vertx vertx, Context context, Deadline deadline, long limitMs, Runnable ended) {
        this.vertx = vertx;
        this.ended = ended;
        this.timer = vertx.setTimer(limitMs, _ -> end());
        this.forget = deadline.cancellation().onCancel(() -> context.runOnContext(_ -> end()));
    }

    private void end() {
        if (!over) {
            close();
            ended.run();
        }
    }

    void close() {
        over = true;
        boolean _ = vertx.cancelTimer(timer);
        forget.run();
    }
}
