package io.knarr.http;

import io.knarr.observe.Labels;
import io.knarr.observe.Meters;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts requests by route, as the document writes it: what callers make up is one route, {@code other}. */
public final class RequestMeters {
    private static final String OTHER = "other";
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");

    private final Meters meters;
    private final Map<String, LongAdder> running = new ConcurrentHashMap<>();

    public RequestMeters(Meters meters) {
        this.meters = meters;
    }

    /** @param route a path template */
    void begin(String route) {
        running.computeIfAbsent(route, _ -> {
                    LongAdder count = new LongAdder();
                    meters.gauge("http.inflight.requests", Labels.of("route", route), count::sum);
                    return count;
                })
                .increment();
    }

    void end(String route) {
        LongAdder count = running.get(route);
        if (count != null) {
            count.decrement();
        }
    }

    /** @param status of the answer, {@code aborted} when the client went away first */
    void answered(String method, String route, String status, long nanos) {
        Labels labels = Labels.of(
                "method",
                METHODS.contains(method) ? method : OTHER,
                "route",
                route.startsWith("/") ? route : OTHER,
                "status",
                status);
        meters.count("http.requests", labels, 1);
        meters.time("http.request.duration", labels, nanos);
    }
}
