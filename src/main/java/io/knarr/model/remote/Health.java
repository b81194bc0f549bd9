package io.knarr.model.remote;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.fault.Outlook;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether a provider answers, told without asking it where possible: a probe of ours must not cost the operator a paid call
 * each (R8). The last call speaks for it; a failure is doubted after a minute, by one call for all who ask.
 */
final class Health {
    private static final long DOUBT_NANOS = Duration.ofMinutes(1).toNanos();

    private final Supplier<Future<Void>> call;
    private final LongSupplier nanos;

    /** Guarded by this, with all below. */
    private boolean known;

    private @Nullable Throwable failure;
    private long heardAt;
    private @Nullable Future<Void> asking;

    Health(Supplier<Future<Void>> call, LongSupplier nanos) {
        this.call = call;
        this.nanos = nanos;
    }

    /** How a call ended. One that its caller gave up tells nothing. */
    synchronized void heard(@Nullable Throwable failed) {
        if (failed != null && Fault.of(failed).code() == Code.ABORTED) {
            return;
        }
        boolean judged = failed != null
                && Fault.of(failed).outlook().filter(Outlook.GIVE_UP::equals).isPresent();
        known = true;
        failure = judged ? null : failed;
        heardAt = nanos.getAsLong();
    }

    Future<Void> check() {
        synchronized (this) {
            if (asking != null && !asking.isComplete()) {
                return asking;
            }
            if (known && failure == null) {
                return Future.succeededFuture();
            }
            if (failure != null && nanos.getAsLong() - heardAt < DOUBT_NANOS) {
                return Future.failedFuture(failure);
            }
            asking = call.get();
            return asking;
        }
    }
}
