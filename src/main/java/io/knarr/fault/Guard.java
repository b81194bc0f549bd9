package io.knarr.fault;

import io.vertx.core.Future;

/** Turns checks that throw into futures that fail: a method that returns a future never throws. */
public final class Guard {
    private Guard() {}

    /** Runs the checks at once; the future fails with what they throw. */
    public static Future<Void> pass(Runnable checks) {
        try {
            checks.run();
            return Future.succeededFuture();
        } catch (RuntimeException refused) {
            return Future.failedFuture(refused);
        }
    }
}
