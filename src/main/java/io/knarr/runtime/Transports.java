package io.knarr.runtime;

import io.vertx.core.transport.Transport;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The transports of this machine. Asking starts no thread. */
final class Transports {
    private Transports() {}

    /** Why a transport that was asked for cannot be used. */
    static Optional<String> problem(ServerSettings.Transport wanted) {
        if (wanted == ServerSettings.Transport.AUTO) {
            return Optional.empty();
        }
        Transport transport = named(wanted);
        if (transport != null && transport.available()) {
            return Optional.empty();
        }
        return Optional.of("server.loop " + wanted.name().toLowerCase(Locale.ROOT)
                + " is not available on this machine: use auto or nio");
    }

    /** What to use; for {@code AUTO} the native one of this machine if it works, else NIO. */
    static Transport choose(ServerSettings.Transport wanted) {
        if (wanted == ServerSettings.Transport.AUTO) {
            Transport best = Transport.nativeTransport();
            return best != null && best.available() ? best : Transport.NIO;
        }
        Transport transport = named(wanted);
        return transport == null ? Transport.NIO : transport;
    }

    private static @Nullable Transport named(ServerSettings.Transport wanted) {
        return switch (wanted) {
            case AUTO, NIO -> Transport.NIO;
            case EPOLL -> Transport.EPOLL;
            case IO_URING -> Transport.IO_URING;
            case KQUEUE -> Transport.KQUEUE;
        };
    }
}
