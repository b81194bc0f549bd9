package io.knarr.http;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.observe.Labels;
import io.knarr.observe.Meters;
import io.knarr.wire.Lane;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Decides what the process takes on: so many requests in all, and so many of each kind at once (design 4). One for all event
 * loops. Requests of the lane {@code CONTROL} are always taken and never counted.
 */
public final class Admission {
    private final int mostInFlight;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Map<Lane, FairLane> lanes = new EnumMap<>(Lane.class);
    private final BodyBudget bodies;
    private final Meters meters;

    public Admission(AdmissionSettings settings, Meters meters) {
        this(settings, meters, System::nanoTime);
    }

    Admission(AdmissionSettings settings, Meters meters, LongSupplier nanoTime) {
        this.mostInFlight = settings.mostInFlight();
        this.bodies = new BodyBudget(settings.bodyBytes());
        this.meters = meters;
        meters.gauge("http.in_flight", inFlight::get);
        settings.lanes().forEach((lane, bounds) -> {
            FairLane fair = new FairLane(name(lane), bounds, nanoTime);
            lanes.put(lane, fair);
            meters.gauge("lane.running", Labels.of("lane", name(lane)), fair::running);
            meters.gauge("lane.waiting", Labels.of("lane", name(lane)), fair::waiting);
        });
    }

    private static String name(Lane lane) {
        return lane.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Counts a request until its end.
     *
     * @throws Fault {@code UNAVAILABLE}: there are too many in the process already
     */
    void enter(Lane lane, Future<Void> ended) {
        if (lane == Lane.CONTROL) {
            return;
        }
        if (inFlight.incrementAndGet() > mostInFlight && mostInFlight > 0) {
            inFlight.decrementAndGet();
            meters.count("http.refused", 1);
            throw new Fault(
                    Code.UNAVAILABLE,
                    "The server is busy with " + mostInFlight
                            + " requests (server.limit_concurrency), try again shortly",
                    Map.of("service", "server", "reason", "limit_concurrency", "retryable", true));
        }
        ended.onComplete(_ -> inFlight.decrementAndGet());
    }

    /**
     * Runs what a request asks for when its turn has come, on the context it came from.
     *
     * @param ended completes when nobody waits for the answer any more
     */
    <T> Future<T> inTurn(Lane lane, String account, Context context, Future<Void> ended, Work<T> work) {
        FairLane fair = lanes.get(lane);
        if (fair == null) {
            return work.run();
        }
        long asked = System.nanoTime();
        return fair.enter(account, context, ended)
                .onFailure(_ -> meters.count("lane.refused", Labels.of("lane", name(lane)), 1))
                .compose(turn -> {
                    meters.time("lane.wait", Labels.of("lane", name(lane)), System.nanoTime() - asked);
                    return run(work).onComplete(_ -> turn.end());
                });
    }

    private static <T> Future<T> run(Work<T> work) {
        try {
            return work.run();
        } catch (RuntimeException thrown) {
            return Future.failedFuture(thrown);
        }
    }

    /** What is done in turn. */
    interface Work<T> {
        Future<T> run();
    }

    BodyBudget bodies() {
        return bodies;
    }
}
