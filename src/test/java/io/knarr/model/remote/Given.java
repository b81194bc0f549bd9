package io.knarr.model.remote;

import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.model.remote.EmbeddingSettings.Encoding;
import io.knarr.model.remote.EmbeddingSettings.Input;
import io.knarr.observe.Meters;
import io.knarr.testing.Await;
import io.knarr.testing.DirectPool;
import io.knarr.testing.FakeProvider;
import io.knarr.testing.Manner;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/** Settings of tests: quick to fail, one account. */
final class Given {
    static final String KEY = "sk-very-secret-0815";
    static final Duration LONG = Duration.ofSeconds(20);

    private Given() {}

    /** One call of each outcome. */
    static void warmUp() {
        Vertx vertx = Vertx.vertx();
        try (FakeProvider fake = FakeProvider.start(vertx)) {
            RemoteEmbedder embedder = new RemoteEmbedder(
                    around(vertx, Meters.NONE),
                    embedding(limits(1, LONG), credential("openai", "warm", fake.address())));
            float[] _ = Await.of(embedder.embedQuery("warm", Deadline.none()));
            fake.always(Manner.status(401));
            Fault _ = Await.faultOf(embedder.embedQuery("warm", Deadline.none()));
            Void _ = Await.of(embedder.close());
        }
        Void _ = Await.of(vertx.close());
    }

    static ProviderSurroundings around(Vertx vertx, Meters meters) {
        return new ProviderSurroundings(vertx, new DirectPool(), meters, Clock.systemUTC(), new Random(7));
    }

    static Credential credential(String provider, String model, String base) {
        return new Credential(
                provider, model, Optional.of(base), Optional.of(new ApiKey(KEY)), Optional.empty(), Map.of());
    }

    static CallLimits limits(int retries, Duration timeout) {
        return limits(4, 100, retries, timeout);
    }

    static CallLimits limits(int concurrent, int waiting, int retries, Duration timeout) {
        CallLimits.Breaking breaking = new CallLimits.Breaking(3, Duration.ofMinutes(1), Duration.ofMinutes(10));
        return new CallLimits(concurrent, concurrent, waiting, 0, retries, timeout, breaking);
    }

    static EmbeddingSettings embedding(CallLimits limits, Credential... credentials) {
        return new EmbeddingSettings(
                List.of(credentials),
                Failback.DEFAULT,
                OptionalInt.of(64),
                4,
                1000,
                512,
                "",
                "",
                Encoding.UNSAID,
                Input.TEXT,
                Map.of(),
                LONG,
                limits);
    }
}
