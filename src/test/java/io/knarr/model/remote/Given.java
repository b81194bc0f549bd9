package io.knarr.model.remote;

import io.knarr.model.remote.EmbeddingSettings.Encoding;
import io.knarr.model.remote.EmbeddingSettings.Input;
import io.knarr.observe.Meters;
import io.knarr.offload.Pool;
import io.knarr.testing.DirectPool;
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

    static ProviderSurroundings around(Vertx vertx, Meters meters) {
        return around(vertx, meters, new DirectPool());
    }

    static ProviderSurroundings around(Vertx vertx, Meters meters, Pool decoding) {
        return around(vertx, meters, decoding, new ReplyMemory(256 << 20));
    }

    static ProviderSurroundings around(Vertx vertx, Meters meters, Pool decoding, ReplyMemory memory) {
        return new ProviderSurroundings(vertx, decoding, memory, meters, Clock.systemUTC(), new Random(7));
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
