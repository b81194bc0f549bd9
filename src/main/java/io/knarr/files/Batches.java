package io.knarr.files;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Runs many small asynchronous steps, some at a time. */
final class Batches {
    private Batches() {}

    /** The results in the order of the inputs; fails with the first failure. */
    static <T, R> Future<List<R>> mapInOrder(List<T> inputs, int atOnce, Function<T, Future<R>> step) {
        return next(inputs, atOnce, step, 0, new ArrayList<>(inputs.size()));
    }

    private static <T, R> Future<List<R>> next(
            List<T> inputs, int atOnce, Function<T, Future<R>> step, int from, List<R> results) {
        if (from >= inputs.size()) {
            return Future.succeededFuture(results);
        }
        int to = Math.min(inputs.size(), from + atOnce);
        List<Future<R>> running = inputs.subList(from, to).stream().map(step).toList();
        return Future.all(running).compose(_ -> {
            running.forEach(done -> results.add(done.result()));
            return next(inputs, atOnce, step, to, results);
        });
    }
}
