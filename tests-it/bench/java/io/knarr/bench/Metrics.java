package io.knarr.bench;

import io.knarr.it.KnarrServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * One reading of {@code /metrics}.
 *
 * @param values by series as it is written there, with its labels
 */
record Metrics(Map<String, Double> values) {
    private static final Pattern LINE = Pattern.compile("(?m)^(?!#)(\\S+?(?:\\{.*})?) (\\S+)$");
    private static final Pattern BOUND = Pattern.compile("le=\"([^\"]+)\"");
    private static final String LAG = "knarr_loop_lag_seconds";

    static Metrics of(KnarrServer server) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(server.url("/metrics"))).build();
            String text = client.send(request, BodyHandlers.ofString()).body();
            Map<String, Double> values = new LinkedHashMap<>();
            for (MatchResult line : LINE.matcher(text).results().toList()) {
                values.put(line.group(1), Double.valueOf(line.group(2).replace("+Inf", "Infinity")));
            }
            return new Metrics(values);
        }
    }

    /** Of all series of this name together; 0 when there are none. */
    double sum(String name, String label) {
        return values.entrySet().stream()
                .filter(series -> series.getKey().startsWith(name + "{")
                        && series.getKey().contains(label))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /** Megabytes in use on the heap, garbage included. */
    double heapMb() {
        return sum("jvm_memory_used_bytes", "area=\"heap\"") / (1 << 20);
    }

    /**
     * Milliseconds that no event loop was later than since an earlier reading: a bound of the histogram, or what the server
     * says of the last two minutes if that is less.
     */
    double loopLagMs(Metrics earlier) {
        TreeMap<Double, Double> now = lags();
        TreeMap<Double, Double> before = earlier.lags();
        double total = count(now, Double.POSITIVE_INFINITY) - count(before, Double.POSITIVE_INFINITY);
        double bound = now.keySet().stream()
                .filter(some -> count(now, some) - count(before, some) >= total)
                .findFirst()
                .orElse(Double.POSITIVE_INFINITY);
        double recent = values.entrySet().stream()
                .filter(series -> series.getKey().startsWith(LAG + "_max"))
                .mapToDouble(Map.Entry::getValue)
                .max()
                .orElse(Double.POSITIVE_INFINITY);
        return 1000 * Math.min(bound, recent);
    }

    private static double count(TreeMap<Double, Double> lags, double bound) {
        return Objects.requireNonNullElse(lags.get(bound), 0.0);
    }

    /** How many ticks of all loops were at most so many seconds late, by seconds. */
    private TreeMap<Double, Double> lags() {
        TreeMap<Double, Double> lags = new TreeMap<>();
        values.forEach((series, value) -> {
            if (series.startsWith(LAG + "_bucket")) {
                String bound = BOUND.matcher(series)
                        .results()
                        .findFirst()
                        .orElseThrow()
                        .group(1);
                lags.merge(Double.valueOf(bound.replace("+Inf", "Infinity")), value, Double::sum);
            }
        });
        return lags;
    }
}
