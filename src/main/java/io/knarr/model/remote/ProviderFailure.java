package io.knarr.model.remote;

import io.knarr.fault.Fault;
import java.time.Duration;
import java.util.Optional;

/** A failed call, while it is decided what to do about it; callers get the {@link Fault} in it. */
final class ProviderFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Trouble trouble;
    private final Fault fault;
    private final transient Optional<Duration> retryAfter;

    /** @param retryAfter when the provider said from when on it may be asked again */
    ProviderFailure(Trouble trouble, Fault fault, Optional<Duration> retryAfter) {
        super(fault.getMessage(), null, false, false);
        this.trouble = trouble;
        this.fault = fault.with(trouble.outlook());
        this.retryAfter = retryAfter;
    }

    ProviderFailure(Trouble trouble, Fault fault) {
        this(trouble, fault, Optional.empty());
    }

    Trouble trouble() {
        return trouble;
    }

    Fault fault() {
        return fault;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
