package io.knarr.wire;

import io.knarr.observe.Labels;
import io.knarr.observe.Meters;
import io.vertx.core.Future;

/** Counts operations by their ids, whatever surface they are called through. */
public final class OperationMeters {
    private final Meters meters;

    public OperationMeters(Meters meters) {
        this.meters = meters;
    }

    /** The same operation, counted. */
    public Operation around(String id, Operation operation) {
        return (caller, input) -> {
            long started = System.nanoTime();
            // An operation may throw; in compose that is a failure like others.
            Future<Answer> answer = Future.succeededFuture().compose(_ -> operation.run(caller, input));
            return answer.onComplete(ended -> {
                Labels labels = Labels.of("operation", id, "status", ended.succeeded() ? "ok" : "error");
                meters.count("operation.requests", labels, 1);
                meters.time("operation.duration", labels, System.nanoTime() - started);
            });
        };
    }
}
