package io.knarr.http;

import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Closes connections that have had no request for a while (core 1.1). Only on one event loop. A sweep looks at all of them
 * now and then, so that a request costs no timer.
 */
final class IdleConnections {
    private final Map<HttpConnection, State> open = new HashMap<>();
    private final long allowedNanos;

    IdleConnections(Duration allowed) {
        this.allowedNanos = allowed.toNanos();
    }

    private static final class State {
        private boolean busy;
        private long since = System.nanoTime();
    }

    void opened(HttpConnection connection) {
        open.put(connection, new State());
        connection.closeHandler(_ -> open.remove(connection));
    }

    void busy(HttpConnection connection, boolean busy) {
        Optional.ofNullable(open.get(connection)).ifPresent(state -> {
            state.busy = busy;
            state.since = System.nanoTime();
        });
    }

    void sweep() {
        long now = System.nanoTime();
        List<HttpConnection> idle = open.entrySet().stream()
                .filter(entry -> !entry.getValue().busy && now - entry.getValue().since > allowedNanos)
                .map(Map.Entry::getKey)
                .toList();
        idle.forEach(HttpConnection::close);
    }
}
