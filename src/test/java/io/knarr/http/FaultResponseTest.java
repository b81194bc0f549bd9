package io.knarr.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultResponseTest {
    @ParameterizedTest
    @CsvSource({
        "INVALID_ARGUMENT, 400",
        "INVALID_URI, 400",
        "INVALID_FILTER, 400",
        "UNSUPPORTED_URI, 400",
        "UNSUPPORTED_MODE, 400",
        "SKILL_INVALID, 400",
        "SKILL_CAPABILITY_UNAVAILABLE, 400",
        "UNAUTHENTICATED, 401",
        "PERMISSION_DENIED, 403",
        "NOT_FOUND, 404",
        "ALREADY_EXISTS, 409",
        "CONFLICT, 409",
        "ABORTED, 409",
        "WRITE_CONFLICT, 409",
        "SESSION_EXPIRED, 410",
        "FAILED_PRECONDITION, 412",
        "RESOURCE_EXHAUSTED, 429",
        "PROCESSING_ERROR, 500",
        "EMBEDDING_FAILED, 500",
        "VLM_FAILED, 500",
        "AGENT_OUTPUT_INVALID, 500",
        "WRITE_FAILED, 500",
        "REFRESH_FAILED, 500",
        "RESTORE_WRITEBACK_PARTIAL, 500",
        "NOT_INITIALIZED, 500",
        "INTERNAL, 500",
        "INTERNAL_ERROR, 500",
        "UNKNOWN, 500",
        "UNIMPLEMENTED, 501",
        "UNAVAILABLE, 503",
        "MODEL_UNAVAILABLE, 503",
        "BOT_RESTARTED, 503",
        "NO_VECTOR_DB, 503",
        "DEADLINE_EXCEEDED, 504"
    })
    void hasAStatusForEachCode(Code code, int status) {
        assertThat(FaultStatus.of(code)).isEqualTo(status);
        assertThat(FaultResponse.of(new Fault(code, "why"), "id").status()).isEqualTo(status);
    }

    @Test
    void asksToWaitWhenTheServerIsBusy() {
        assertThat(FaultResponse.of(new Fault(Code.RESOURCE_EXHAUSTED, "why"), "id")
                        .headers())
                .containsEntry("Retry-After", "1");
        assertThat(FaultResponse.of(new Fault(Code.CONFLICT, "why"), "id").headers())
                .isEmpty();
    }

    @Test
    void hidesWhatIsInsideAnInternalFault() {
        Fault fault = new Fault(Code.INTERNAL, "/secret/path", Map.of("a", "b"), new IllegalStateException("cause"));

        assertThat(FaultResponse.of(fault, "id").body().encode()).doesNotContain("secret", "cause", "\"a\"");
    }

    @Test
    void keepsDetailsWithNestedValues() {
        Fault fault = new Fault(Code.CONFLICT, "why", Map.of("list", List.of(1, Map.of("x", true))));

        JsonObject details =
                FaultResponse.of(fault, "id").body().getJsonObject("error").getJsonObject("details");
        assertThat(details.encode()).isEqualTo("{\"list\":[1,{\"x\":true}]}");
    }
}
