package io.knarr.observe.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.observe.Labels;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PrometheusMetersTest {
    private final PrometheusMeters meters = new PrometheusMeters();

    @Test
    void callsRequestsAsTheContractDoes() {
        Labels labels = Labels.of("method", "GET", "route", "/api/v1/fs/ls", "status", "200");

        meters.count("http.requests", labels, 3);
        meters.time("http.request.duration", labels, TimeUnit.MILLISECONDS.toNanos(3));
        meters.gauge("http.inflight.requests", Labels.of("route", "/api/v1/fs/ls"), () -> 2);

        assertThat(meters.text().lines())
                .contains(
                        "openviking_http_requests_total{method=\"GET\",route=\"/api/v1/fs/ls\",status=\"200\"} 3.0",
                        "openviking_http_request_duration_seconds_bucket"
                                + "{method=\"GET\",route=\"/api/v1/fs/ls\",status=\"200\",le=\"0.002\"} 0",
                        "openviking_http_request_duration_seconds_bucket"
                                + "{method=\"GET\",route=\"/api/v1/fs/ls\",status=\"200\",le=\"0.005\"} 1",
                        "openviking_http_inflight_requests{route=\"/api/v1/fs/ls\"} 2.0");
    }

    @Test
    void callsModelsAsTheContractDoesAndOursByOurName() {
        meters.count("model.vlm.tokens.input", Labels.of("provider", "openai", "model_name", "m"), 7);
        meters.count("lane.refused", Labels.of("lane", "search"), 1);
        meters.time("loop.lag", Labels.of("loop", "0"), TimeUnit.MILLISECONDS.toNanos(7));
        meters.value("retrieval.score", 0.5);

        assertThat(meters.text().lines())
                .contains(
                        "openviking_vlm_tokens_input_total{model_name=\"m\",provider=\"openai\"} 7.0",
                        "knarr_lane_refused_total{lane=\"search\"} 1.0",
                        "knarr_loop_lag_seconds_max{loop=\"0\"} 0.007",
                        "knarr_retrieval_score_sum 0.5");
    }

    @Test
    void readsTheGaugeThatWasRegisteredLast() {
        AtomicLong running = new AtomicLong(1);
        meters.gauge("lane.running", () -> 99);
        meters.gauge("lane.running", running::get);
        running.set(5);

        assertThat(meters.text().lines()).contains("knarr_lane_running 5.0");
    }

    @Test
    void knowsTheProcess() {
        meters.addProcess();

        assertThat(meters.text())
                .contains("jvm_memory_used_bytes", "jvm_threads_live_threads", "process_uptime_seconds");
    }
}
