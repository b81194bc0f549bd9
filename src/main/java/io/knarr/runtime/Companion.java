package io.knarr.runtime;

import java.util.concurrent.CountDownLatch;

/** What a command does on its own thread while the server answers; the server stops when it returns. */
interface Companion {
    /** Nothing but waiting until the process is asked to stop. */
    Companion NONE = (_, stop) -> {
        stop.await();
        return Exit.OK;
    };

    /**
     * May block: no event loop runs this. Once {@code stop} is open, the process was asked to stop.
     *
     * @param url base of the server, without a slash at its end
     * @return what the process ends with
     */
    int beside(String url, CountDownLatch stop) throws InterruptedException;
}
