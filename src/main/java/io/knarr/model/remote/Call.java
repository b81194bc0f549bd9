package io.knarr.model.remote;

import io.knarr.fault.Deadline;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One call on its way: asks an account, repeats what passes by itself, goes on to the next account. On one context. Never
 * outlives its deadline.
 */
final class Call<T> {
    /** A longer wait is not waited for inside a call; who asked may come again. */
    private static final long LONGEST_PAUSE_MS = 60_000;

    /** Longer answers are read on a worker thread: 64 KB take a loop half a millisecond. */
    private static final int LONG_REPLY_BYTES = 64 * 1024;

    private final Provider provider;
    private final Question<T> question;
    private final Context context;
    private final Deadline deadline;
    private final long limitMs;

    /** @param limitMs of one request */
    Call(Provider provider, Question<T> question, Context context, Deadline deadline, long limitMs) {
        this.provider = provider;
        this.question = question;
        this.context = context;
        this.deadline = deadline;
        this.limitMs = limitMs;
    }

    Future<T> run() {
        return ask(provider.roster().order().iterator());
    }

    private Future<T> ask(Iterator<Roster.Account> order) {
        Roster.Account account = order.next();
        return admitted(account).recover(failure -> {
            boolean goesOn = failure instanceof ProviderFailure known
                    && known.trouble().isTriedElsewhere()
                    && order.hasNext()
                    && !deadline.expired();
            return goesOn ? ask(order) : Future.failedFuture(failure);
        });
    }

    private Future<T> admitted(Roster.Account account) {
        Breaker breaker = account.breaker();
        Breaker.Admission admission = breaker.admit();
        if (admission instanceof Breaker.Admission.Refused(long forMs, String reason)) {
            return Future.failedFuture(account.failures().leftAlone(forMs, reason));
        }
        int repetitions = admission instanceof Breaker.Admission.Probe ? 0 : provider.maxRetries();
        return tried(account, repetitions, 1).onComplete((_, failure) -> {
            if (failure == null) {
                breaker.succeeded(admission);
                provider.roster().answered(account);
            } else {
                Trouble.Blame blame = failure instanceof ProviderFailure known
                        ? known.trouble().blame()
                        : Trouble.Blame.NONE;
                breaker.failed(admission, blame, String.valueOf(failure.getMessage()), retryAfter(failure));
            }
        });
    }

    private static Optional<Duration> retryAfter(Throwable failure) {
        return failure instanceof ProviderFailure known ? known.retryAfter() : Optional.empty();
    }

    /** @param number of the repetition that would follow, from 1 */
    private Future<T> tried(Roster.Account account, int left, int number) {
        return once(account).recover(failure -> {
            boolean repeated = left > 0
                    && failure instanceof ProviderFailure known
                    && known.trouble().isRepeated()
                    && !provider.isClosed();
            if (!repeated) {
                return Future.failedFuture(failure);
            }
            long asked = retryAfter(failure).map(Duration::toMillis).orElse(0L);
            long wait = Math.max(asked, provider.backoff().delayMs(number));
            // Waiting in vain would only be a later failure.
            if (wait > LONGEST_PAUSE_MS || wait >= deadline.remainingMs()) {
                return Future.failedFuture(failure);
            }
            provider.tally().repeated();
            return pause(account, wait).compose(_ -> tried(account, left - 1, number + 1));
        });
    }

    private Future<T> once(Roster.Account account) {
        OptionalLong wait = provider.pacing().reserve(deadline.remainingMs());
        if (wait.isEmpty()) {
            return Future.failedFuture(account.failures().abandoned(deadline));
        }
        return pause(account, wait.getAsLong()).compose(_ -> sent(account));
    }

    private Future<T> sent(Roster.Account account) {
        if (deadline.expired()) {
            return Future.failedFuture(account.failures().abandoned(deadline));
        }
        long started = System.nanoTime();
        return Exchange.send(
                        provider.line(),
                        question.post(account.credential()),
                        account.failures(),
                        context,
                        deadline,
                        limitMs,
                        question.maxReplyBytes())
                .compose(reply -> reply.isSuccess()
                        ? read(account, reply)
                        : Future.failedFuture(account.failures().refused(reply)))
                .onComplete((_, failure) -> provider.tally().requested(account.credential(), started, failure));
    }

    private Future<T> read(Roster.Account account, Reply reply) {
        Future<Question.Answered<T>> answered = reply.length() > LONG_REPLY_BYTES
                ? provider.around().decoding().run(deadline, () -> decoded(account, reply.body()))
                : decodedHere(account, reply.body());
        return answered.map(answer -> {
            provider.tally().tokens(account.credential(), answer.promptTokens(), answer.completionTokens());
            return answer.value();
        });
    }

    private Future<Question.Answered<T>> decodedHere(Roster.Account account, Buffer body) {
        try {
            return Future.succeededFuture(decoded(account, body));
        } catch (ProviderFailure failure) {
            return Future.failedFuture(failure);
        }
    }

    /** Providers answer in every shape: a wrong type anywhere is an unusable answer, whoever notices it. */
    private Question.Answered<T> decoded(Roster.Account account, Buffer body) {
        try {
            return question.read(account, new JsonObject(body));
        } catch (DecodeException notJson) {
            throw account.failures().garbage("it is not a JSON object");
        } catch (ClassCastException otherShape) {
            throw account.failures().garbage("it has another shape than expected");
        } catch (Question.Unreadable unreadable) {
            throw account.failures().garbage(unreadable.why());
        }
    }

    private Future<Void> pause(Roster.Account account, long waitMs) {
        if (waitMs == 0) {
            return Future.succeededFuture();
        }
        Promise<Void> over = Promise.promise();
        Watch _ = new Watch(provider.around().vertx(), context, deadline, waitMs, over::tryComplete);
        return over.future()
                .compose(_ -> deadline.expired()
                        ? Future.failedFuture(account.failures().abandoned(deadline))
                        : Future.succeededFuture());
    }
}
