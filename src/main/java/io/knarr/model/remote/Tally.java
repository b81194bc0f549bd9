package io.knarr.model.remote;

import io.knarr.model.ModelUse;
import io.knarr.observe.Labels;
import io.knarr.observe.Meters;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What one purpose has cost so far. Any thread. */
final class Tally {
    private final Meters meters;
    private final String purpose;
    private final String kind;
    private final Labels labels;
    private final Clock clock;
    private final LongAdder calls = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder prompt = new LongAdder();
    private final LongAdder completion = new LongAdder();
    private final AtomicReference<@Nullable Instant> last = new AtomicReference<>();

    Tally(Meters meters, String purpose, Clock clock) {
        this.meters = meters;
        this.purpose = purpose;
        // Planning queries is writing; its own model or provider tells the series apart.
        this.kind = purpose.equals("query_planner") ? "vlm" : purpose;
        this.labels = Labels.of("purpose", purpose);
        this.clock = clock;
    }

    /** One request to an account has ended. */
    void requested(Credential credential, long startedNanos, @Nullable Throwable failure) {
        Labels model = Labels.of("provider", credential.provider(), "model_name", credential.model());
        meters.count("model." + kind + ".calls", model, 1);
        meters.time("model." + kind + ".call.duration", model, System.nanoTime() - startedNanos);
        if (failure instanceof ProviderFailure known) {
            String code = known.trouble().name().toLowerCase(Locale.ROOT);
            meters.count(
                    "model." + kind + ".errors",
                    Labels.of("provider", credential.provider(), "model_name", credential.model(), "error_code", code),
                    1);
        }
    }

    void tokens(Credential credential, long prompted, long completed) {
        Labels model = Labels.of("provider", credential.provider(), "model_name", credential.model());
        prompt.add(prompted);
        completion.add(completed);
        meters.count("model." + kind + ".tokens.input", model, prompted);
        meters.count("model." + kind + ".tokens.output", model, completed);
    }

    void repeated() {
        meters.count("provider.retries", labels, 1);
    }

    /** A call had to wait for its turn. */
    void waited(long sinceNanos) {
        meters.time("provider.wait", labels, System.nanoTime() - sinceNanos);
    }

    /** A call has ended, repetitions and all. */
    void ended(@Nullable Throwable failure) {
        calls.increment();
        last.set(clock.instant());
        if (failure != null) {
            failures.increment();
        }
    }

    Labels labels() {
        return labels;
    }

    ModelUse use(String provider, String model, Optional<String> trouble) {
        return new ModelUse(
                purpose,
                provider,
                model,
                calls.sum(),
                failures.sum(),
                prompt.sum(),
                completion.sum(),
                Optional.ofNullable(last.get()),
                trouble);
    }
}
