package io.knarr.bench;

import io.knarr.testing.FakeProvider;
import io.knarr.testing.Manner;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The fake provider as a {@link Child}: prints its address, then behaves as each line says, until the next one. {@code well},
 * {@code after MS}, {@code status N}, {@code hang} (takes the request, says nothing), {@code half} (half an answer, then
 * silence), {@code cut} (half an answer, then the end), {@code slow} (a byte each 100 ms), {@code garbage}, {@code endless},
 * {@code refuse} (nobody listens).
 */
public final class ProviderMain implements Child.Program {
    private static final Duration BETWEEN_BYTES = Duration.ofMillis(100);

    private final Vertx vertx = Vertx.vertx();
    private @Nullable FakeProvider provider;
    private int port;

    public static void main(String[] args) {
        Child.serve(new ProviderMain());
    }

    @Override
    public String begin() {
        return listening().address();
    }

    @Override
    public String told(String[] words) {
        if (!words[0].equals("refuse")) {
            var _ = listening().always(manner(words));
        } else if (provider != null) {
            provider.close();
            provider = null;
        }
        return "ok";
    }

    /** On the same port each time. */
    private FakeProvider listening() {
        if (provider == null) {
            provider = FakeProvider.start(vertx, port).forgetful();
            port = URI.create(provider.address()).getPort();
        }
        return provider;
    }

    private static Manner manner(String[] words) {
        return switch (words[0]) {
            case "well" -> Manner.well();
            case "after" -> Manner.after(Duration.ofMillis(Long.parseLong(words[1])));
            case "status" -> Manner.status(Integer.parseInt(words[1]));
            case "hang" -> new Manner.Hang();
            case "half" -> new Manner.HalfThenSilence();
            case "cut" -> new Manner.HalfThenClose();
            case "slow" -> new Manner.Slowly(1, BETWEEN_BYTES);
            case "garbage" -> Manner.text("\u0000\u0007{[\"\uFFFD".repeat(100));
            case "endless" -> new Manner.Endless();
            default -> throw new IllegalArgumentException("the fake provider cannot " + words[0]);
        };
    }
}
