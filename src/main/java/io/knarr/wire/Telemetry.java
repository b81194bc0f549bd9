package io.knarr.wire;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;

/** The {@code telemetry} of an envelope (core 1.10). */
final class Telemetry {
    private Telemetry() {}

    /** Of an operation without more to tell, if the caller asked for it. */
    static Optional<JsonObject> asked(Input input, String operation, long startedNanos) {
        return input.wantsTelemetry()
                ? Optional.of(of(operation, System.nanoTime() - startedNanos, new JsonObject()))
                : Optional.empty();
    }

    /** With the operation’s duration; {@code groups} are added to the summary. */
    static JsonObject of(String operation, long nanos, JsonObject groups) {
        JsonObject summary = new JsonObject()
                .put("operation", operation)
                .put("status", "ok")
                .put("duration_ms", Math.round(nanos / 1e3) / 1e3)
                .mergeIn(groups);
        return new JsonObject()
                .put("id", "tm_" + UUID.randomUUID().toString().replace("-", ""))
                .put("summary", summary);
    }
}
