package io.knarr.http;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.wire.Envelope;
import io.knarr.wire.InvalidRequest;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answer to a failure; the one place where failures become statuses. Failures of the server are logged here, once: never
 * with a body or a key.
 *
 * @param status of HTTP
 * @param headers beside the usual ones
 * @param body the envelope
 * @param timed whether the answer says how long it took
 */
record FaultResponse(int status, Map<String, String> headers, JsonObject body, boolean timed) {
    private static final Logger LOG = LoggerFactory.getLogger(FaultResponse.class);
    private static final String RETRY_SECONDS = "1";

    static FaultResponse of(Throwable failure, String requestId) {
        return switch (failure) {
            case InvalidRequest invalid -> of(Envelope.C, 400, invalid.fault(), Optional.empty(), requestId);
            case Refused refused -> {
                FaultResponse response = of(Envelope.C, refused.status(), refused.fault(), Optional.empty(), requestId);
                response.headers().putAll(refused.headers());
                yield response;
            }
            case Fault fault
            when fault.code() != Code.INTERNAL ->
                of(Envelope.N, FaultStatus.of(fault.code()), fault, Optional.empty(), requestId);
            default -> {
                LOG.error("request failed unexpectedly request_id={}", requestId, failure);
                yield new FaultResponse(500, new HashMap<>(), Envelope.N.broken(), false);
            }
        };
    }

    /** For a request whose own id cannot be used (core 1.2). */
    static FaultResponse ofBadRequestId() {
        Fault fault = Fault.invalid(RequestId.RULE);
        return new FaultResponse(400, new HashMap<>(), Envelope.C.failed(fault, Optional.empty()), false);
    }

    /** For work that ended badly and says so itself (core 3.2). */
    static FaultResponse ofResult(Fault fault, Optional<JsonObject> telemetry, String requestId) {
        return of(Envelope.C, FaultStatus.of(fault.code()), fault, telemetry, requestId);
    }

    private static FaultResponse of(
            Envelope style, int status, Fault fault, Optional<JsonObject> telemetry, String requestId) {
        Map<String, String> headers = new HashMap<>();
        if (status == 503 || status == 429) {
            headers.put("Retry-After", RETRY_SECONDS);
        }
        if (status >= 500 && fault.code() != Code.UNIMPLEMENTED) {
            LOG.warn(
                    "request failed request_id={} code={} message={}",
                    requestId,
                    fault.code(),
                    fault.getMessage(),
                    fault.getCause());
        }
        return new FaultResponse(status, headers, style.failed(fault, telemetry), true);
    }
}
