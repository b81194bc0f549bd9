package io.knarr.files;

import io.knarr.fault.Rounds;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Runs many small asynchronous steps, some at a time. */
final class Batches {
    private Batches() {}

    /** The results in the order of the inputs; fails with the first failure. */
    static <T, R> Future<List<R>> mapInOrder(List<T> inputs, int atOnce, Function<T, Future<R>> step) {
        List<R> results = new ArrayList<>(inputs.size());
        return Rounds.each(parts(inputs, atOnce), part -> {
                    List<Future<R>> running = part.stream().map(step).toList();
                    return Future.all(running).onSuccess(_ -> running.forEach(done -> results.add(done.result())));
                })
                .map(results);
    }

    /** The inputs in lists of at most this size. */
    static <T> List<List<T>> parts(List<T> inputs, int size) {
        List<List<T>> parts = new ArrayList<>();
        for (int from = 0; from < inputs.size(); from += size) {
            parts.add(inputs.subList(from, Math.min(inputs.size(), from + size)));
        }
        return parts;
    }
}
