package io.knarr.offload;

import io.knarr.fault.Deadline;
import io.vertx.core.Future;
import java.util.concurrent.Callable;

/**
 * A bounded pool of threads for one kind of blocking work. Tasks run unordered.
 *
 * <p>{@code run} may be called from any thread. The future completes on the caller’s Vert.x context when there is one; it
 * fails with {@code UNAVAILABLE} at once when the queue is full, with {@code DEADLINE_EXCEEDED} when the deadline passed
 * before a thread was free (the task then never runs), and with whatever the task throws.
 */
public interface Pool {
    <T> Future<T> run(Deadline deadline, Callable<T> task);

    default <T> Future<T> run(Callable<T> task) {
        return run(Deadline.none(), task);
    }

    /** The pool’s name, as in thread names and meters. */
    String name();

    /** Tasks running now. */
    int busy();

    /** Tasks waiting for a thread now. */
    int queued();
}
