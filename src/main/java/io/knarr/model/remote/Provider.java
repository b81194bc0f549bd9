package io.knarr.model.remote;

import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.model.ModelUse;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * A provider as everything here calls it: within its limits, again where that helps, by another account when one cannot,
 * not at all while none can. Any thread; the future completes on the caller’s context and fails with a {@link Fault} that
 * says what trying again brings.
 */
final class Provider {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int IDLE_SECONDS = 30;

    private final ProviderSurroundings around;
    private final String purpose;
    private final CallLimits limits;
    private final Roster roster;
    private final HttpClient client;
    private final Gate questions;
    private final Gate bulk;
    private final Pacing pacing;
    private final Backoff backoff;
    private final Tally tally;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param purpose {@code embedding}, {@code vlm}, …: in messages and meters */
    Provider(ProviderSurroundings around, String purpose, CallLimits limits, Roster roster) {
        this.around = around;
        this.purpose = purpose;
        this.limits = limits;
        this.roster = roster;
        String name = "the " + purpose + " provider";
        this.questions = new Gate(around.vertx(), name, limits.maxQuestions(), limits.maxWaiting());
        this.bulk = new Gate(around.vertx(), name, limits.maxBulk(), limits.maxWaiting());
        this.pacing = new Pacing(limits.maxPerSecond(), System::nanoTime);
        this.backoff = new Backoff(around.random());
        this.tally = new Tally(around.meters(), purpose, around.clock());
        this.client = around.vertx()
                .createHttpClient(
                        new HttpClientOptions()
                                .setConnectTimeout((int) CONNECT.toMillis())
                                .setKeepAliveTimeout(IDLE_SECONDS)
                                .setDecompressionSupported(true),
                        // The gates let no more in: nothing ever waits in the client’s own queue.
                        new PoolOptions().setHttp1MaxSize(limits.maxQuestions() + limits.maxBulk()));
        around.meters().gauge("provider.running", tally.labels(), () -> questions.inside() + bulk.inside());
        around.meters().gauge("provider.waiting", tally.labels(), () -> questions.waiting() + bulk.waiting());
        around.meters().gauge("provider.circuit", tally.labels(), this::circuit);
    }

    /** @param limit of one request, if shorter than the provider’s own */
    <T> Future<T> ask(Question<T> question, Urgency urgency, Duration limit, Deadline deadline) {
        Context current = Vertx.currentContext();
        Context context = current == null ? around.vertx().getOrCreateContext() : current;
        Promise<T> end = Promise.promise();
        context.runOnContext(_ -> begin(context, question, urgency, limit, deadline)
                .recover(failure -> Future.failedFuture(
                        failure instanceof ProviderFailure known ? known.fault() : Fault.of(failure)))
                .onComplete(end));
        return end.future();
    }

    private <T> Future<T> begin(
            Context context, Question<T> question, Urgency urgency, Duration limit, Deadline deadline) {
        if (closed.get()) {
            return Future.failedFuture(Fault.unavailable("the " + purpose + " provider", "the server is stopping"));
        }
        long asked = System.nanoTime();
        Gate gate = urgency == Urgency.QUESTION ? questions : bulk;
        return gate.enter(context, deadline)
                .compose(place -> {
                    tally.waited(asked);
                    return new Call<>(this, question, context, deadline, shorter(limit))
                            .run()
                            .onComplete(_ -> place.leave());
                })
                .onComplete((_, failure) -> tally.ended(failure));
    }

    private long shorter(Duration limit) {
        return Math.max(1, Math.min(limit.toMillis(), limits.timeout().toMillis()));
    }

    ProviderSurroundings around() {
        return around;
    }

    Exchange.Line line() {
        return new Exchange.Line(around.vertx(), client, around.memory());
    }

    Roster roster() {
        return roster;
    }

    Pacing pacing() {
        return pacing;
    }

    Backoff backoff() {
        return backoff;
    }

    int maxRetries() {
        return limits.maxRetries();
    }

    Tally tally() {
        return tally;
    }

    /** 0 when some account may be asked, 1 while one is being probed, 2 when all are left alone. */
    private long circuit() {
        return states().mapToInt(Enum::ordinal).min().orElse(0);
    }

    private Stream<Breaker.State> states() {
        return roster.all().stream().map(account -> account.breaker().state());
    }

    /** Why no account is asked at present; empty when one may be. */
    Optional<String> trouble() {
        return states().anyMatch(state -> state == Breaker.State.CLOSED)
                ? Optional.empty()
                : roster.serving().breaker().trouble();
    }

    ModelUse use() {
        Credential serving = roster.serving().credential();
        return tally.use(serving.provider(), serving.model(), trouble());
    }

    boolean isClosed() {
        return closed.get();
    }

    /** Takes no more calls; those under way fail with {@code UNAVAILABLE}. */
    Future<Void> close() {
        closed.set(true);
        return client.close();
    }
}
