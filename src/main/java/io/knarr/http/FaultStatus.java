package io.knarr.http;

import io.knarr.fault.Code;

/** Which HTTP status a code is answered with (core 1.5); known here and nowhere else. */
final class FaultStatus {
    private FaultStatus() {}

    static int of(Code code) {
        return switch (code) {
            case INVALID_ARGUMENT,
                    INVALID_URI,
                    INVALID_FILTER,
                    UNSUPPORTED_URI,
                    UNSUPPORTED_MODE,
                    SKILL_INVALID,
                    SKILL_CAPABILITY_UNAVAILABLE -> 400;
            case UNAUTHENTICATED -> 401;
            case PERMISSION_DENIED -> 403;
            case NOT_FOUND -> 404;
            case ALREADY_EXISTS, CONFLICT, ABORTED, WRITE_CONFLICT -> 409;
            case SESSION_EXPIRED -> 410;
            case FAILED_PRECONDITION -> 412;
            case RESOURCE_EXHAUSTED -> 429;
            case PROCESSING_ERROR,
                    EMBEDDING_FAILED,
                    VLM_FAILED,
                    AGENT_OUTPUT_INVALID,
                    WRITE_FAILED,
                    REFRESH_FAILED,
                    RESTORE_WRITEBACK_PARTIAL,
                    NOT_INITIALIZED,
                    INTERNAL,
                    INTERNAL_ERROR,
                    UNKNOWN -> 500;
            case UNIMPLEMENTED -> 501;
            case UNAVAILABLE, MODEL_UNAVAILABLE, BOT_RESTARTED, NO_VECTOR_DB -> 503;
            case DEADLINE_EXCEEDED -> 504;
        };
    }
}
