package io.knarr.fault;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Repeats an asynchronous step, any number of times.
 *
 * <p>Why not a method that composes with itself? Each round then adds a future that waits for the next one; after some ten
 * thousand rounds completing the first overflows the stack, and its caller never hears of it.
 */
public final class Rounds<T> {
    private final Supplier<Future<Optional<T>>> step;
    private final Promise<T> end = Promise.promise();

    private Rounds(Supplier<Future<Optional<T>>> step) {
        this.step = step;
    }

    /** Repeats the step until it has a result or fails. A step that throws fails. */
    public static <T> Future<T> until(Supplier<Future<Optional<T>>> step) {
        Rounds<T> rounds = new Rounds<>(step);
        rounds.run();
        return rounds.end.future();
    }

    /** Takes the step for one item after the other; the first failure ends it. */
    public static <T> Future<Void> each(Iterable<T> items, Function<T, ? extends Future<?>> step) {
        Iterator<T> rest = items.iterator();
        return until(() -> rest.hasNext()
                        ? step.apply(rest.next()).map(Optional.empty())
                        : Future.succeededFuture(Optional.of(items)))
                .mapEmpty();
    }

    private void run() {
        Future<Optional<T>> round = next();
        // What is over at once goes on in this loop: a callback would run on top of it.
        while (round.isComplete()) {
            if (!goesOn(round)) {
                return;
            }
            round = next();
        }
        Future<Optional<T>> open = round;
        open.onComplete(_ -> resume(open));
    }

    private void resume(Future<Optional<T>> round) {
        if (goesOn(round)) {
            run();
        }
    }

    /** Whether there is another round; otherwise the end has been told. */
    private boolean goesOn(Future<Optional<T>> round) {
        if (round.failed()) {
            end.fail(round.cause());
            return false;
        }
        round.result().ifPresent(end::complete);
        return round.result().isEmpty();
    }

    private Future<Optional<T>> next() {
        try {
            return step.get();
        } catch (RuntimeException broken) {
            return Future.failedFuture(broken);
        }
    }
}
