package io.knarr.runtime;

import io.knarr.fault.Deadline;
import io.vertx.core.Future;

/**
 * What runs on the event loops, as the life cycle sees it. Made by an {@link Assembly}; making it does no I/O.
 *
 * <p>{@link #listen} and {@link #open} are called once, one right after the other, without waiting: health is answered while
 * storage opens. {@link #stop} may come at any moment after that, also while they are still at work or have failed.
 */
interface Application {
    /** Binds the port and answers from then on; gives the port that was bound. */
    Future<Integer> listen();

    /**
     * Opens storage and models and starts the background work; the server is ready when this completes. Fails with
     * {@code FAILED_PRECONDITION}, {@code DataDirectory.IN_USE} as {@code reason} and a message for the user when another
     * process holds the data directory.
     */
    Future<Void> open();

    /** The embedder, for the line that says the server is ready: {@code bge-small-en-v1.5-q local}. */
    String embedder();

    /**
     * Not ready from here on; accepts nothing new, lets requests in flight end until the deadline, hands back jobs and
     * closes storage. What was never opened needs no closing.
     */
    Future<Void> stop(Deadline deadline);
}
