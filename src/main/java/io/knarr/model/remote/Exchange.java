package io.knarr.model.remote;

import io.knarr.fault.Deadline;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request and its whole answer, on one context. When the time is over, the caller goes away or the answer grows too
 * long, the request is reset: the provider hears of it and the connection is not used again.
 */
final class Exchange {
    private final Failures failures;
    private final Deadline deadline;
    private final long limitMs;
    private final long allowedMs;
    private final int maxBytes;
    private final ReplyMemory memory;
    private final Promise<Reply> end = Promise.promise();
    private final List<Buffer> chunks = new ArrayList<>();
    private int length;
    private final Watch watch;
    private @Nullable HttpClientRequest request;
    private boolean over;

    private Exchange(Line line, Failures failures, Context context, Deadline deadline, long limitMs, int maxBytes) {
        this.failures = failures;
        this.deadline = deadline;
        this.limitMs = limitMs;
        this.allowedMs = Math.max(1, Math.min(limitMs, deadline.remainingMs()));
        this.maxBytes = maxBytes;
        this.memory = line.memory();
        this.watch = new Watch(line.vertx(), context, deadline, allowedMs, this::giveUp);
    }

    /**
     * How a provider is talked to.
     *
     * @param memory what answers of all providers share
     */
    record Line(Vertx vertx, HttpClient client, ReplyMemory memory) {}

    /**
     * Sends; to be called on the context.
     *
     * @param limitMs for all of it, if the deadline leaves that much
     * @param maxBytes longest answer, unpacked
     * @return fails with a {@link ProviderFailure}
     */
    static Future<Reply> send(
            Line line, Post post, Failures failures, Context context, Deadline deadline, long limitMs, int maxBytes) {
        RequestOptions options;
        try {
            options = new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(post.url());
        } catch (RuntimeException malformed) {
            return Future.failedFuture(failures.badAddress());
        }
        post.headers().forEach(options::putHeader);
        Exchange exchange = new Exchange(line, failures, context, deadline, limitMs, maxBytes);
        line.client().request(options).onComplete((opened, failure) -> {
            if (failure != null) {
                exchange.fail(failures.broken(failure));
            } else {
                exchange.opened(opened, post.body());
            }
        });
        return exchange.end.future();
    }

    private void opened(HttpClientRequest opened, Buffer content) {
        if (over) {
            reset(opened);
            return;
        }
        request = opened;
        opened.exceptionHandler(failure -> fail(failures.broken(failure)));
        opened.send(content).onSuccess(this::answered).onFailure(failure -> fail(failures.broken(failure)));
    }

    private void answered(HttpClientResponse response) {
        response.exceptionHandler(failure -> fail(failures.broken(failure)));
        response.handler(chunk -> {
            if (over) {
                return;
            }
            if (length + chunk.length() > maxBytes) {
                fail(failures.tooLong(maxBytes));
            } else if (!memory.take(chunk.length())) {
                fail(failures.noMemory());
            } else {
                length += chunk.length();
                chunks.add(chunk);
            }
        });
        response.endHandler(_ -> {
            if (!over) {
                over = true;
                watch.close();
                memory.give(length);
                end.complete(new Reply(response.statusCode(), failures.retryAfter(response.headers()), chunks, length));
            }
        });
    }

    /** A caller in a hurry is no proof of a slow provider, unless it waited a good part of what we would have. */
    private void giveUp() {
        boolean hurried = allowedMs < limitMs;
        if (deadline.cancellation().isCancelled() || (hurried && allowedMs < limitMs / 4)) {
            fail(failures.abandoned(deadline));
        } else {
            fail(hurried ? failures.timeout(deadline) : failures.timeout(limitMs));
        }
    }

    private void fail(ProviderFailure failure) {
        if (over) {
            return;
        }
        over = true;
        watch.close();
        memory.give(length);
        chunks.clear();
        if (request != null) {
            reset(request);
        }
        end.fail(failure);
    }

    /** Nobody waits for what becomes of it. */
    private static void reset(HttpClientRequest abandoned) {
        Future<Void> _ = abandoned.reset();
    }
}
