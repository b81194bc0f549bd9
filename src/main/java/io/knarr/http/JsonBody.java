package io.knarr.http;

import io.knarr.fault.Fault;
import io.knarr.offload.Pool;
import io.knarr.wire.InvalidRequest;
import io.knarr.wire.Json;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects and reads JSON bodies; large ones in the pool, so that no loop waits for them. */
final class JsonBody {
    /** Up to this size reading takes less than a millisecond, which is less than handing it over and back costs. */
    static final int SMALL = 64 << 10;

    private final Pool pool;
    private final BodyBudget budget;

    JsonBody(Pool pool, BodyBudget budget) {
        this.pool = pool;
        this.budget = budget;
    }

    /**
     * A body as JSON.
     *
     * @param value empty for no body and for null
     * @param large whether it is to be worked on in the pool
     */
    record Read(Optional<Object> value, boolean large) {}

    /**
     * Reads the body of a paused request, and resumes it. Fails with 413 before anything is read when the declared length is
     * over the limit, else as soon as that much has come; what follows is thrown away. With {@code UNAVAILABLE} when there is no memory for it.
     *
     * @param ended completes when the request is over, and its body forgotten
     */
    Future<Read> read(HttpServerRequest request, long limit, Future<Void> ended) {
        long declared = declaredLength(request);
        if (declared > limit) {
            return Future.failedFuture(Refused.tooLarge(limit));
        }
        Promise<Deque<Buffer>> complete = Promise.promise();
        Collected collected = new Collected(limit, complete);
        try {
            collected.reserve(declared);
        } catch (Fault full) {
            return Future.failedFuture(full);
        }
        ended.onComplete(_ -> collected.forget());
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        request.handler(collected::add);
        request.endHandler(_ -> complete.tryComplete(collected.chunks));
        request.exceptionHandler(complete::tryFail);
        request.resume();
        return complete.future().compose(chunks -> parse(request.getHeader("Content-Type"), chunks));
    }

    private Future<Read> parse(@Nullable String contentType, Deque<Buffer> chunks) {
        if (chunks.isEmpty()) {
            return Future.succeededFuture(new Read(Optional.empty(), false));
        }
        if (!isJson(contentType)) {
            return Future.failedFuture(
                    InvalidRequest.of("model_attributes_type", "The body should be JSON, by its Content-Type", "body"));
        }
        int size = chunks.stream().mapToInt(Buffer::length).sum();
        if (size > SMALL) {
            return pool.run(() -> new Read(value(chunks), true));
        }
        return Future.succeededFuture(chunks).map(all -> new Read(value(all), false));
    }

    private static Optional<Object> value(Deque<Buffer> chunks) {
        return Optional.ofNullable(Json.read(new SequenceInputStream(new Consumed(chunks))));
    }

    /** Chunks as streams, each let go of when its turn comes. */
    @SuppressWarnings("JdkObsolete") // SequenceInputStream takes nothing else.
    private record Consumed(Deque<Buffer> chunks) implements Enumeration<InputStream> {
        @Override
        public boolean hasMoreElements() {
            return !chunks.isEmpty();
        }

        @Override
        public InputStream nextElement() {
            return new ByteArrayInputStream(chunks.remove().getBytes());
        }
    }

    /** A missing header is taken for JSON: there are clients that send none. */
    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return true;
        }
        String media = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return media.equals("application/json") || (media.startsWith("application/") && media.endsWith("+json"));
    }

    private static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        try {
            return length == null ? 0 : Long.parseLong(length.strip());
        } catch (NumberFormatException tooLong) {
            return Long.MAX_VALUE;
        }
    }

    /** What has come so far; of a body over the limit nothing is kept. */
    private final class Collected {
        private final Deque<Buffer> chunks = new ArrayDeque<>();
        private final long limit;
        private final Promise<Deque<Buffer>> complete;
        private long size;
        private long reserved;

        Collected(long limit, Promise<Deque<Buffer>> complete) {
            this.limit = limit;
            this.complete = complete;
        }

        void add(Buffer chunk) {
            size += chunk.length();
            if (size > limit) {
                drop(Refused.tooLarge(limit));
            } else if (!complete.future().isComplete()) {
                try {
                    reserve(size);
                    chunks.add(chunk);
                } catch (Fault full) {
                    drop(full);
                }
            }
        }

        /** Small bodies are not counted: there cannot be so many requests that they matter. */
        void reserve(long bytes) {
            if (bytes > SMALL && bytes > reserved) {
                budget.take(bytes - reserved);
                reserved = bytes;
            }
        }

        void forget() {
            budget.give(reserved);
            reserved = 0;
        }

        private void drop(Throwable reason) {
            chunks.clear();
            complete.tryFail(reason);
        }
    }
}
