package io.knarr.observe.prometheus;

import io.knarr.observe.Labels;
import io.knarr.observe.Meters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/**
 * Meters that can be read in the text form of Prometheus. Durations are histograms with one set of bounds, from the 1 ms
 * that an idle loop is late to the minute that a request may take, and a maximum of the last two minutes.
 */
public final class PrometheusMeters implements Meters {
    /** What {@link #text} is. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final Duration[] BOUNDS = LongStream.of(
                    1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<Series, Counter> counters = new ConcurrentHashMap<>();
    private final Map<Series, Timer> timers = new ConcurrentHashMap<>();
    private final Map<Series, DistributionSummary> summaries = new ConcurrentHashMap<>();
    private final Map<Series, LongSupplier> gauges = new ConcurrentHashMap<>();

    private record Series(String name, Labels labels) {
        String shown() {
            return MetricNames.of(name);
        }

        Tags tags() {
            return Tags.of(labels.pairs().toArray(String[]::new));
        }
    }

    /** Adds what the JVM knows about itself: memory, threads, processor time, open files. */
    public void addProcess() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    @Override
    public void count(String name, Labels labels, long by) {
        counters.computeIfAbsent(
                        new Series(name, labels),
                        series -> Counter.builder(series.shown())
                                .tags(series.tags())
                                .register(registry))
                .increment((double) by);
    }

    @Override
    public void time(String name, Labels labels, long nanos) {
        timers.computeIfAbsent(
                        new Series(name, labels),
                        series -> Timer.builder(series.shown())
                                .tags(series.tags())
                                .serviceLevelObjectives(BOUNDS)
                                .register(registry))
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void value(String name, Labels labels, double value) {
        summaries
                .computeIfAbsent(
                        new Series(name, labels),
                        series -> DistributionSummary.builder(series.shown())
                                .tags(series.tags())
                                .register(registry))
                .record(value);
    }

    @Override
    public void gauge(String name, Labels labels, LongSupplier value) {
        Series series = new Series(name, labels);
        if (gauges.put(series, value) == null) {
            // The library keeps the first supplier it is given; this one reads the latest of ours.
            Gauge _ = Gauge.builder(series.shown(), () -> read(series))
                    .tags(series.tags())
                    .register(registry);
        }
    }

    private Number read(Series series) {
        LongSupplier latest = gauges.get(series);
        return latest == null ? Double.NaN : latest.getAsLong();
    }

    /** All of it, as {@link #CONTENT_TYPE}. Takes milliseconds: not on an event loop. */
    public String text() {
        return registry.scrape();
    }
}
