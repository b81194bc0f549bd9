package io.knarr.model.remote;

import static io.knarr.model.remote.Given.credential;
import static io.knarr.model.remote.Given.embedding;
import static io.knarr.model.remote.Given.limits;
import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.observe.LocalMeters;
import io.knarr.offload.Offload;
import io.knarr.offload.PoolSize;
import io.knarr.testing.Await;
import io.knarr.testing.FakeModels;
import io.knarr.testing.FakeProvider;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LongAnswerTest {
    @Test
    void isReadOnAWorkerThreadAndAShortOneIsNot() {
        Vertx vertx = Vertx.vertx();
        LocalMeters meters = new LocalMeters();
        try (FakeProvider fake = FakeProvider.start(vertx).with(new FakeModels(8192, false))) {
            Offload offload = new Offload(vertx, meters);
            RemoteEmbedder embedder = new RemoteEmbedder(
                    Given.around(vertx, meters, offload.pool("decoding", PoolSize.of(1, 10))),
                    embedding(limits(0, Given.LONG), credential("openai", "m", fake.address())));

            assertThat(Await.of(embedder.embedPassages(List.of("short")))).hasSize(1);
            assertThat(meters.figures("pool.run").count()).isZero();
            List<String> texts =
                    IntStream.range(0, 4).mapToObj(i -> "text " + i).toList();
            assertThat(Await.of(embedder.embedPassages(texts)))
                    .hasSize(4)
                    .allSatisfy(vector -> assertThat(vector).hasSize(64));

            assertThat(meters.figures("pool.run").count()).isEqualTo(1);
            Void _ = Await.of(embedder.close());
        }
        Void _ = Await.of(vertx.close());
    }
}
