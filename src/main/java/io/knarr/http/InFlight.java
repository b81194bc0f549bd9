package io.knarr.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/** Counts the requests being worked on, so that shutting down can wait for them. Only on one event loop. */
final class InFlight {
    private final Promise<Void> drained = Promise.promise();
    private int count;
    private boolean draining;

    boolean isDraining() {
        return draining;
    }

    void enter() {
        count++;
    }

    void leave() {
        count--;
        if (draining && count == 0) {
            drained.tryComplete();
        }
    }

    /** From now on new requests are refused; completes when none is left. */
    Future<Void> drain() {
        draining = true;
        if (count == 0) {
            drained.tryComplete();
        }
        return drained.future();
    }
}
