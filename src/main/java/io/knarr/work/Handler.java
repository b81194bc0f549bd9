package io.knarr.work;

import io.vertx.core.Future;
import java.util.List;

/**
 * Does the jobs of one queue. Idempotent: the same job may be handed over more than once, also while an earlier try of it is
 * still ending somewhere.
 */
public interface Handler {
    /** Does one job. The result is what follows from it; a failed future is judged by {@link RetryPolicy}. */
    Future<List<NewJob>> handle(Job job);

    /** Makes what the last jobs did durable; called before they are acknowledged. */
    default Future<Void> settle() {
        return Future.succeededFuture();
    }

    /** The job will not be tried again. */
    default Future<Void> gaveUp(Job job, Throwable cause) {
        return Future.succeededFuture();
    }
}
