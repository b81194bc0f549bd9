package io.knarr.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.model.MeteredEmbedder;
import io.knarr.model.ModelUse;
import io.knarr.observe.Labels;
import io.knarr.observe.LocalMeters;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.testing.FakeClock;
import io.knarr.testing.HashEmbedder;
import io.knarr.testing.MemoryStorage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObserverOperationsTest {
    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final LocalMeters meters = new LocalMeters();
    private final HashEmbedder hashes = new HashEmbedder();
    private final FakeClock clock = new FakeClock();
    private final MeteredEmbedder embedder = new MeteredEmbedder(hashes, meters, clock);
    private List<ModelUse> others = List.of();

    @AfterEach
    void close() {
        Void _ = Await.of(vertx.close());
    }

    private JsonObject ask(String id) {
        MemoryStorage storage = new MemoryStorage(vertx, directory, clock, hashes.dimensions());
        Operation operation = new ObserverOperations(storage, this::used, meters)
                .operations()
                .find(id)
                .orElseThrow();
        Answer answer = Await.of(operation.run(Callers.root(), Input.of(new JsonObject())));
        return answer instanceof Answer.Json json && json.result() instanceof JsonObject result
                ? result
                : new JsonObject();
    }

    private List<ModelUse> used() {
        return Stream.concat(Stream.of(embedder.use()), others.stream()).toList();
    }

    /** Cells of the lines that start with a bar, as {@code ov status} reads them. */
    private List<List<String>> rows(String id) {
        return ask(id).getString("status")
                .lines()
                .filter(line -> line.startsWith("|"))
                .map(line -> Stream.of(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    @Test
    void listsTheEmbeddingModelBeforeItIsUsed() {
        assertThat(ask("observer.models").getString("status")).startsWith("Embedding Models:\n");
        assertThat(rows("observer.models"))
                .containsExactly(
                        List.of("Model", "Provider", "Calls", "Prompt", "Completion", "Total", "Last Updated"),
                        List.of(hashes.model(), hashes.provider(), "0", "0", "0", "0", "-"));
    }

    @Test
    void countsCallsTokensAndErrorsOfTheEmbedder() {
        float[] _ = Await.of(embedder.embedQuery("four letters", Deadline.none()));
        List<float[]> _ = Await.of(embedder.embedPassages(List.of("one text", "another")));
        hashes.failWith(new Fault(Code.EMBEDDING_FAILED, "broken"));
        var _ = Await.faultOf(embedder.embedQuery("x", Deadline.none()));

        List<String> row = rows("observer.models").getLast();

        assertThat(row).startsWith(hashes.model(), hashes.provider(), "3");
        assertThat(Long.parseLong(row.get(3))).isPositive();
        assertThat(row.get(5)).isEqualTo(row.get(3));
        assertThat(row.get(6)).startsWith("2026");
        assertThat(meters.count("model.embedding.errors")).isEqualTo(1);
        assertThat(meters.figures("model.embedding.call.duration").count()).isEqualTo(3);
    }

    @Test
    void aModelThatIsNotAskedAtPresentIsAnError() {
        others = List.of(new ModelUse(
                "vlm", "openai", "writer", 2, 2, 30, 12, Optional.of(clock.instant()), Optional.of("it fails")));

        assertThat(ask("observer.models").getBoolean("has_errors")).isTrue();
        assertThat(ask("observer.models").getString("status")).contains("VLM Models:", "writer", "it fails");
    }

    @Test
    void saysWhatIsLocked() {
        assertThat(ask("observer.lock").getString("status"))
                .isEqualTo("No active locks\nActive locks: 0\nWaiting locks: 0\nStale locks removed: 0\nConflicts: 0");

        meters.gauge("lock.active", () -> 2);
        meters.gauge("lock.waiting", () -> 1);
        meters.count("lock.conflicts", 3);

        assertThat(ask("observer.lock").getString("status"))
                .isEqualTo("Active locks: 2\nWaiting locks: 1\nStale locks removed: 0\nConflicts: 3");
    }

    @Test
    void saysWhatWasFound() {
        meters.count("retrieval.requests", 4);
        meters.count("retrieval.results", 6);
        meters.count("retrieval.zero.result", 1);
        meters.time("retrieval.latency", 2_000_000);
        meters.time("retrieval.latency", 4_000_000);
        meters.value("retrieval.score", 0.5);
        meters.value("retrieval.score", 0.9);
        meters.count("retrieval.rerank.used", 3);
        meters.count("retrieval.rerank.fallback", 2);

        assertThat(rows("observer.retrieval"))
                .contains(
                        List.of("Total Queries", "4"),
                        List.of("Total Results", "6"),
                        List.of("Zero-Result Rate", "25.0%"),
                        List.of("Avg Score", "0.7"),
                        List.of("Score Range", "0.5 - 0.9"),
                        List.of("Rerank Used", "3"),
                        List.of("Rerank Fallback", "2"),
                        List.of("Avg Latency (ms)", "3.0"),
                        List.of("Max Latency (ms)", "4.0"));
    }

    @Test
    void theSystemIsAllOfThem() {
        JsonObject system = ask("observer.system");

        assertThat(system.getBoolean("is_healthy")).isTrue();
        assertThat(system.getJsonObject("components").fieldNames())
                .containsExactly("queue", "vikingdb", "models", "lock", "retrieval", "filesystem");
    }

    @Test
    void operationsAreCountedWhetherTheyAnswerFailOrThrow() {
        OperationMeters counting = new OperationMeters(meters);
        Input none = Input.of(new JsonObject());

        var _ = Await.of(counting.around("fs.ls", (_, _) -> Future.succeededFuture(Answer.of("x")))
                .run(Callers.bob(), none));
        var _ = Await.faultOf(counting.around("fs.ls", (_, _) -> {
                    throw Fault.invalid("no");
                })
                .run(Callers.bob(), none));

        assertThat(meters.count("operation.requests", Labels.of("operation", "fs.ls", "status", "ok")))
                .isEqualTo(1);
        assertThat(meters.count("operation.requests", Labels.of("operation", "fs.ls", "status", "error")))
                .isEqualTo(1);
    }
}
