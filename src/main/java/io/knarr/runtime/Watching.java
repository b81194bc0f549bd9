package io.knarr.runtime;

import io.knarr.observe.Doing;
import io.knarr.observe.FanOut;
import io.knarr.observe.LocalMeters;
import io.knarr.observe.Meters;
import io.knarr.observe.prometheus.PrometheusMeters;
import java.util.List;
import java.util.Optional;

/**
 * What watches one server.
 *
 * @param meters where everything reports to
 * @param local what the observer reads
 * @param prometheus what {@code /metrics} reads, when it is on
 * @param doing which request a context works on
 */
record Watching(Meters meters, LocalMeters local, Optional<PrometheusMeters> prometheus, Doing doing) {
    static Watching of(ServerSettings.Observability.Metrics metrics) {
        LocalMeters local = new LocalMeters();
        if (!metrics.enabled() || !metrics.exporters().prometheus().enabled()) {
            return new Watching(new FanOut(List.of(local)), local, Optional.empty(), new Doing());
        }
        PrometheusMeters prometheus = new PrometheusMeters();
        prometheus.addProcess();
        return new Watching(new FanOut(List.of(local, prometheus)), local, Optional.of(prometheus), new Doing());
    }

    /** Without {@code /metrics}. */
    static Watching locally() {
        return of(new ServerSettings.Observability.Metrics(
                false, new ServerSettings.Observability.Exporters(new ServerSettings.Observability.Prometheus(false))));
    }
}
