package io.knarr.testing;

import io.knarr.fault.Fault;
import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for futures, on a test’s own thread. */
public final class Await {
    private static final long PATIENCE_SECONDS = 30;

    private Await() {}

    /** What it succeeds with; what it fails with is thrown. */
    public static <T> T of(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException | TimeoutException late) {
            throw new IllegalStateException("no result within " + PATIENCE_SECONDS + " s", late);
        }
    }

    /** The fault it fails with. */
    public static Fault faultOf(Future<?> future) {
        try {
            Object result = of(future);
            throw new AssertionError("a fault was expected, this came: " + result);
        } catch (Fault fault) {
            return fault;
        }
    }
}
