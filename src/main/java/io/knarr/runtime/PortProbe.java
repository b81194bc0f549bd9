package io.knarr.runtime;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Looks at who answers at an address, by asking for {@code /health}. Blocks for at most four seconds; binds nothing. */
final class PortProbe {
    private static final int CONNECT_MS = 1000;
    private static final int ANSWER_MS = 3000;
    private static final int MOST_BYTES = 4096;

    private PortProbe() {}

    /** Who is there. */
    sealed interface Answer {
        /** Nobody listens. */
        record Nobody() implements Answer {}

        /** A server that speaks this API. */
        record Context(String version) implements Answer {}

        /** Something that does not. */
        record Other() implements Answer {}
    }

    static Answer ask(String host, int port) {
        return listens(host, port) ? whoAnswers(host, port) : new Answer.Nobody();
    }

    private static boolean listens(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address(host), port), CONNECT_MS);
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }

    private static Answer whoAnswers(String host, int port) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create("http://" + address(host) + ":" + port + "/health")
                            .toURL()
                            .openConnection();
            connection.setReadTimeout(ANSWER_MS);
            try (InputStream body = connection.getInputStream()) {
                JsonObject health = new JsonObject(new String(body.readNBytes(MOST_BYTES), StandardCharsets.UTF_8));
                return health.containsKey("healthy")
                        ? new Answer.Context(String.valueOf(health.getValue("version")))
                        : new Answer.Other();
            } finally {
                connection.disconnect();
            }
        } catch (IOException | DecodeException notOurs) {
            return new Answer.Other();
        }
    }

    /** Why a port could not be bound, and what to do. */
    static String explain(String host, int port, Throwable failure) {
        String place = "port " + port + " of " + host;
        String said = String.valueOf(failure.getMessage());
        if (!said.contains("in use")) {
            return place + " cannot be bound (" + said
                    + "): choose an address of this machine with --host and a port above 1023 with --port";
        }
        return ask(host, port) instanceof Answer.Context context
                ? "a server of version " + context.version() + " answers at " + place
                        + " already: use that one, stop it, or choose another port with --port (0: any free one)"
                : place
                        + " is in use by another program: stop that one or choose another port with --port (0: any free one)";
    }

    /** A server bound to all addresses is asked on this machine. */
    private static String address(String host) {
        return switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::" -> "[::1]";
            default -> host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        };
    }
}
