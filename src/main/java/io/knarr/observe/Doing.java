package io.knarr.observe;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is being worked on, by the execution context it runs in, so that whoever finds a thread stuck can say for whom. The
 * HTTP surface enters each request under the context that Vert.x gives it; every callback of the request runs in that one.
 */
public final class Doing {
    private final Map<Object, Work> byContext = new ConcurrentHashMap<>();

    /**
     * One request.
     *
     * @param route as the document writes it, never with what a caller sent
     * @param requestId its id
     */
    public record Work(String route, String requestId) {}

    public void begin(Object context, Work work) {
        byContext.put(context, work);
    }

    public void end(Object context) {
        byContext.remove(context);
    }

    /** Empty for work that is no request’s, or of one that has been answered. */
    public Optional<Work> in(Object context) {
        return Optional.ofNullable(byContext.get(context));
    }
}
