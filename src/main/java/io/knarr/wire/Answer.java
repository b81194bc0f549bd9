package io.knarr.wire;

import io.knarr.fault.Fault;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.streams.WriteStream;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What an operation answers. Failures are failed futures with a {@link Fault}, except {@link Rejected}. */
public sealed interface Answer {
    /** A result without more to say. */
    static Answer of(@Nullable Object result) {
        return new Json(result, Optional.empty(), Map.of());
    }

    static Answer of(@Nullable Object result, Optional<JsonObject> telemetry) {
        return new Json(result, telemetry, Map.of());
    }

    /** A file to save under a name. */
    static Answer download(String fileName, OptionalLong size, Function<WriteStream<Buffer>, Future<Void>> body) {
        return new Stream("application/octet-stream", Optional.of(fileName), size, body, Map.of());
    }

    /**
     * A JSON answer; the surface wraps it as the endpoint’s envelope style says.
     *
     * @param result the {@code result} of the envelope: null, a string, number or boolean, or any nesting of
     *     {@code JsonObject}, {@code JsonArray}, {@code Map<String, ?>} and {@code Collection}; NaN and infinite numbers are
     *     written as 0.0
     * @param telemetry the {@code telemetry} of the envelope, when it was asked for
     * @param headers more response headers
     */
    record Json(@Nullable Object result, Optional<JsonObject> telemetry, Map<String, String> headers)
            implements Answer {}

    /**
     * Bytes, not enveloped.
     *
     * @param contentType the {@code Content-Type}
     * @param fileName the name offered for saving; none: no {@code Content-Disposition}
     * @param size how many bytes will come, if known
     * @param body writes everything to the stream and ends it (as {@code pipeTo} does); called at most once. A failure
     *     before the first byte is answered as an error, a later one breaks the connection off
     * @param headers more response headers
     */
    record Stream(
            String contentType,
            Optional<String> fileName,
            OptionalLong size,
            Function<WriteStream<Buffer>, Future<Void>> body,
            Map<String, String> headers)
            implements Answer {}

    /**
     * An error that is the result of work that ended badly (core 3.2): answered in style C, and with telemetry. Everything
     * else that goes wrong is a failed future.
     */
    record Rejected(Fault fault, Optional<JsonObject> telemetry) implements Answer {}
}
