package io.knarr.observe.prometheus;

import java.util.Set;

/**
 * How our names read on {@code /metrics}. What the contract lists (core 9.5) is called as there, because shipped dashboards
 * ask for it; all else begins with {@code knarr}. Endings ({@code _total}, {@code _seconds}) are added by Micrometer.
 */
final class MetricNames {
    private static final String MODEL = "model.";

    /** Beginnings of names that the contract has. */
    private static final Set<String> OF_THE_CONTRACT = Set.of(
            "http.requests",
            "http.request.duration",
            "http.inflight.requests",
            "operation.",
            "retrieval.requests",
            "retrieval.results",
            "retrieval.zero.result",
            "retrieval.latency",
            "retrieval.rerank.",
            "vector.",
            "queue.",
            "lock.",
            "service.readiness",
            "storage.readiness",
            "model.provider.readiness",
            "component.",
            "observer.",
            "vikingdb.");

    private MetricNames() {}

    static String of(String name) {
        if (OF_THE_CONTRACT.stream().anyMatch(name::startsWith)) {
            return "openviking." + name;
        }
        // model.embedding.calls is embedding_calls there, and so with vlm and rerank.
        return name.startsWith(MODEL) ? "openviking." + name.substring(MODEL.length()) : "knarr." + name;
    }
}
