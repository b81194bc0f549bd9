package io.knarr.work;

import io.knarr.fault.Deadline;
import io.knarr.fault.Rounds;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Waits for the work of a request to end. Ends in this process are seen at once; ends in another one by looking again.
 *
 * <p>Any thread. Nothing is kept that a restart would lose but the waiting itself.
 */
public final class Following {
    private static final long LOOK_AGAIN_MS = 500;

    private final Vertx vertx;
    private final WorkQueue work;
    private final Map<String, List<Promise<Void>>> waiting = new ConcurrentHashMap<>();

    public Following(Vertx vertx, WorkQueue work) {
        this.vertx = vertx;
        this.work = work;
    }

    /** Told by the workers which jobs ended. */
    public void ended(List<Job> jobs) {
        Set<String> groups = jobs.stream().flatMap(job -> job.groups().stream()).collect(Collectors.toSet());
        groups.forEach(this::nudge);
    }

    /** Wakes those who wait for this group, for instance because its task was cancelled. */
    public void nudge(String group) {
        List<Promise<Void>> promises = waiting.remove(group);
        if (promises != null) {
            promises.forEach(Promise::tryComplete);
        }
    }

    /**
     * The progress of a group once nothing of it is outstanding; {@code DEADLINE_EXCEEDED} naming the operation when that
     * is not so in time: the work goes on.
     */
    public Future<GroupProgress> whenDone(String group, Deadline deadline, String operation) {
        return Rounds.until(() -> look(group, deadline, operation));
    }

    /** The progress when all is done; otherwise nothing, once it is time to look again. */
    private Future<Optional<GroupProgress>> look(String group, Deadline deadline, String operation) {
        Promise<Void> sign = Promise.promise();
        // Before looking, so that an end in between is not missed.
        waiting.compute(group, (_, others) -> joined(others, sign));
        return work.progress(group)
                .compose(progress -> {
                    if (progress.done()) {
                        return Future.succeededFuture(Optional.of(progress));
                    }
                    if (deadline.expired()) {
                        return Future.failedFuture(deadline.fault(operation));
                    }
                    long patience = Math.max(1, Math.min(LOOK_AGAIN_MS, deadline.remainingMs()));
                    long timer = vertx.setTimer(patience, _ -> sign.tryComplete());
                    return sign.future()
                            .onComplete(_ -> vertx.cancelTimer(timer))
                            .map(Optional.<GroupProgress>empty());
                })
                .onComplete(_ -> forget(group, sign));
    }

    /** How many wait. */
    int waiters() {
        return waiting.values().stream().mapToInt(List::size).sum();
    }

    private void forget(String group, Promise<Void> sign) {
        waiting.computeIfPresent(group, (_, others) -> {
            List<Promise<Void>> rest =
                    others.stream().filter(other -> other != sign).toList();
            return rest.isEmpty() ? null : rest;
        });
    }

    private static List<Promise<Void>> joined(
            @org.jspecify.annotations.Nullable List<Promise<Void>> others, Promise<Void> sign) {
        List<Promise<Void>> all = others == null ? new ArrayList<>() : new ArrayList<>(others);
        all.add(sign);
        return all;
    }
}
