package io.knarr.http;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import java.util.Map;

/** A request that HTTP itself has no place for: answered in style C with a status of its own (core 1.5, last paragraph). */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final Fault fault;
    private final transient Map<String, String> headers;

    Refused(int status, Code code, String message, Map<String, String> headers) {
        super(message, null, false, false);
        this.status = status;
        this.fault = new Fault(code, message);
        this.headers = headers;
    }

    static Refused noSuchPath() {
        return new Refused(404, Code.NOT_FOUND, "There is nothing at this path", Map.of());
    }

    static Refused wrongMethod(String allowed) {
        return new Refused(405, Code.UNKNOWN, "This path answers to " + allowed, Map.of("Allow", allowed));
    }

    static Refused tooLarge(long limit) {
        return new Refused(413, Code.UNKNOWN, "The body may have at most " + limit + " bytes", Map.of());
    }

    static Refused shuttingDown() {
        return new Refused(503, Code.UNAVAILABLE, "The server is shutting down", Map.of("Connection", "close"));
    }

    int status() {
        return status;
    }

    Fault fault() {
        return fault;
    }

    Map<String, String> headers() {
        return headers;
    }
}
