package io.knarr.http;

import io.knarr.wire.Lane;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How the server listens and what it allows.
 *
 * @param host address to listen on
 * @param port port to listen on; 0: any free one
 * @param version what {@code /health} says; clients compare it with OpenViking’s versions
 * @param corsOrigins origins whose pages may call; {@code *}: all
 * @param maxBodyBytes the largest JSON body; uploads have limits of their own
 * @param keepAlive how long a connection without a request stays open
 * @param timeouts per lane: how long a request may take
 * @param backlog connections that the system keeps waiting to be accepted
 * @param http2 whether HTTP/2 without TLS is spoken, too
 * @param drain at shutdown: how long running requests are waited for
 */
public record HttpSettings(
        String host,
        int port,
        String version,
        List<String> corsOrigins,
        long maxBodyBytes,
        Duration keepAlive,
        Map<Lane, Duration> timeouts,
        int backlog,
        boolean http2,
        Duration drain) {
    private static final long MAX_BODY_BYTES = 64L << 20;
    private static final int BACKLOG = 2048;

    public HttpSettings {
        corsOrigins = List.copyOf(corsOrigins);
        timeouts = Map.copyOf(timeouts);
        if (timeouts.size() != Lane.values().length) {
            throw new IllegalArgumentException("each lane needs a timeout: " + timeouts.keySet());
        }
    }

    /** The defaults of the contract and ours. */
    public static HttpSettings on(String host, int port, String version) {
        Map<Lane, Duration> timeouts = new EnumMap<>(Map.of(
                Lane.CONTROL, Duration.ofSeconds(30),
                Lane.READ, Duration.ofSeconds(60),
                Lane.SEARCH, Duration.ofSeconds(60),
                Lane.SCAN, Duration.ofSeconds(60),
                Lane.WRITE, Duration.ofMinutes(10),
                Lane.BULK, Duration.ofHours(1)));
        return new HttpSettings(
                host,
                port,
                version,
                List.of("*"),
                MAX_BODY_BYTES,
                Duration.ofSeconds(5),
                timeouts,
                BACKLOG,
                false,
                Duration.ofSeconds(10));
    }

    Duration timeout(Lane lane) {
        return timeouts.getOrDefault(lane, Duration.ZERO);
    }
}
