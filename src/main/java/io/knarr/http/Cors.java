package io.knarr.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;

/** What pages of other origins may do (core 1.12). */
final class Cors {
    private static final String METHODS = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";
    private static final String MAX_AGE_SECONDS = "600";

    private final List<String> origins;
    private final boolean any;

    Cors(List<String> origins) {
        this.origins = origins;
        this.any = origins.contains("*");
    }

    static boolean isPreflight(HttpServerRequest request) {
        return request.method().equals(HttpMethod.OPTIONS)
                && request.headers().contains("Origin")
                && request.headers().contains("Access-Control-Request-Method");
    }

    boolean allows(String origin) {
        return any || origins.contains(origin);
    }

    /** Headers of an answer to a page; none when no page asks. */
    void addTo(MultiMap answer, MultiMap asked) {
        String origin = asked.get("Origin");
        if (origin == null) {
            return;
        }
        answer.set("Access-Control-Allow-Credentials", "true");
        answer.set("Access-Control-Expose-Headers", RequestId.HEADER);
        if (any && !asked.contains("Cookie")) {
            answer.set("Access-Control-Allow-Origin", "*");
        } else if (allows(origin)) {
            answer.set("Access-Control-Allow-Origin", origin);
            answer.add("Vary", "Origin");
        }
    }

    /** Headers of an allowed preflight. */
    Map<String, String> preflight(MultiMap asked) {
        String headers = asked.get("Access-Control-Request-Headers");
        return Map.of(
                "Access-Control-Allow-Origin",
                String.valueOf(asked.get("Origin")),
                "Access-Control-Allow-Credentials",
                "true",
                "Access-Control-Allow-Methods",
                METHODS,
                "Access-Control-Allow-Headers",
                headers == null ? "" : headers,
                "Access-Control-Max-Age",
                MAX_AGE_SECONDS,
                "Vary",
                "Origin");
    }
}
