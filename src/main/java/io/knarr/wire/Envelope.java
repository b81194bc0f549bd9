package io.knarr.wire;

import io.knarr.fault.Fault;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The object around every answer, in the two forms that clients know (core 1.4). */
public enum Envelope {
    /** All five members; absent ones are null. */
    N {
        @Override
        public Object ok(@Nullable Object result, Optional<JsonObject> telemetry) {
            return object("ok", result)
                    .put("error", null)
                    .put("telemetry", telemetry.orElse(null))
                    .put("profile", null);
        }

        @Override
        JsonObject error(JsonObject error, Optional<JsonObject> telemetry) {
            return object("error", null)
                    .put("error", error)
                    .put("telemetry", telemetry.orElse(null))
                    .put("profile", null);
        }
    },
    /** Members that are null are left out. */
    C {
        @Override
        public Object ok(@Nullable Object result, Optional<JsonObject> telemetry) {
            JsonObject envelope = new JsonObject().put("status", "ok");
            if (result != null) {
                envelope.put("result", result);
            }
            telemetry.ifPresent(measured -> envelope.put("telemetry", measured));
            return envelope;
        }

        @Override
        JsonObject error(JsonObject error, Optional<JsonObject> telemetry) {
            JsonObject envelope = new JsonObject().put("status", "error").put("error", error);
            telemetry.ifPresent(measured -> envelope.put("telemetry", measured));
            return envelope;
        }
    },
    /** The bare result; errors are as in N. */
    NONE {
        @Override
        public @Nullable Object ok(@Nullable Object result, Optional<JsonObject> telemetry) {
            return result;
        }

        @Override
        JsonObject error(JsonObject error, Optional<JsonObject> telemetry) {
            return N.error(error, telemetry);
        }
    };

    /** A success, for {@link Json#write}. */
    public abstract @Nullable Object ok(@Nullable Object result, Optional<JsonObject> telemetry);

    abstract JsonObject error(JsonObject error, Optional<JsonObject> telemetry);

    /** A failure. {@code details} are an object in style N even when empty, and left out in style C then. */
    public JsonObject failed(Fault fault, Optional<JsonObject> telemetry) {
        Map<String, Object> details = fault.details();
        JsonObject error = new JsonObject().put("code", fault.code().name()).put("message", fault.getMessage());
        if (this != C || !details.isEmpty()) {
            error.put("details", details);
        }
        return error(error, telemetry);
    }

    /** The answer to what should not have happened: nothing of the inside, {@code details} null. */
    public JsonObject broken() {
        JsonObject error = new JsonObject()
                .put("code", "INTERNAL")
                .put("message", "Internal server error")
                .put("details", null);
        return error(error, Optional.empty());
    }

    private static JsonObject object(String status, @Nullable Object result) {
        return new JsonObject().put("status", status).put("result", result);
    }
}
