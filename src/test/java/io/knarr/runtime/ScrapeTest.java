package io.knarr.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.observe.FanOut;
import io.knarr.observe.prometheus.PrometheusMeters;
import io.knarr.testing.Await;
import io.knarr.testing.DirectPool;
import io.knarr.testing.FakeClock;
import io.knarr.testing.HashEmbedder;
import io.knarr.testing.MemoryStorage;
import io.knarr.uri.VikingUri;
import io.knarr.work.Job;
import io.knarr.work.NewJob;
import io.knarr.work.Queue;
import io.knarr.work.WorkQueue;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrapeTest {
    private static final AccountId ACCOUNT = new AccountId("acme");

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final HashEmbedder embedder = new HashEmbedder();
    private final PrometheusMeters prometheus = new PrometheusMeters();
    private MemoryStorage storage = new MemoryStorage(vertx, Path.of("."), new FakeClock(), 4);
    private Scrape scrape = scrape();

    @BeforeEach
    void open() {
        storage = new MemoryStorage(vertx, directory, new FakeClock(), embedder.dimensions());
        scrape = scrape();
    }

    private Scrape scrape() {
        return new Scrape(storage, embedder, new FanOut(List.of(prometheus)), prometheus, new DirectPool())
                .registered();
    }

    @AfterEach
    void close() {
        Void _ = Await.of(vertx.close());
    }

    private List<String> lines() {
        return Await.of(scrape.get()).toString().lines().toList();
    }

    @Test
    void asksTheStoreForItsQueuesAndCountsEachJobOnce() {
        WorkQueue work = storage.work();
        var _ = Await.of(work.enqueue(ACCOUNT, List.of(job("a"), job("b")), WorkQueue.Hold.READY));
        assertThat(lines()).contains("openviking_queue_pending{queue=\"Embedding\"} 2.0");

        List<Job> claimed = Await.of(work.claim(Queue.EMBEDDING, "w", 1, Duration.ofMinutes(1)));
        assertThat(lines())
                .contains(
                        "openviking_queue_pending{queue=\"Embedding\"} 1.0",
                        "openviking_queue_in_progress{queue=\"Embedding\"} 1.0");

        Void _ = Await.of(work.complete(claimed, List.of()));
        var _ = lines();
        assertThat(lines()).contains("openviking_queue_processed_total{queue=\"Embedding\"} 1.0");
    }

    private static NewJob job(String key) {
        return new NewJob(Queue.EMBEDDING, VikingUri.of("resources", key), new JsonObject(), List.of());
    }

    @Test
    void saysThatTheServiceIsNotReadyWhenTheModelIsNot() {
        assertThat(lines()).contains("openviking_service_readiness{valid=\"1\"} 1.0");
        embedder.failWith(new Fault(Code.MODEL_UNAVAILABLE, "gone"));

        assertThat(lines())
                .contains(
                        "openviking_service_readiness{valid=\"1\"} 0.0",
                        "openviking_storage_readiness{probe=\"storage\",valid=\"1\"} 1.0");
    }

    @Test
    void makesOneAnswerForAllWhoAskAtOnce() {
        var first = scrape.get();
        var second = scrape.get();

        assertThat(Await.of(first).toString()).startsWith("# HELP");
        assertThat(Await.of(second).toString()).startsWith("# HELP");
    }
}
