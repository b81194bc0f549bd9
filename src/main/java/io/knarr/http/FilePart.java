package io.knarr.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file of a multipart body as a stream, paused at first. While nobody wants more the request is paused, so that at most
 * what one read from the socket gave waits here.
 */
final class FilePart implements ReadStream<Buffer> {
    private final HttpServerRequest request;
    private final Deque<Buffer> waiting = new ArrayDeque<>();
    private Optional<Handler<Buffer>> handler = Optional.empty();
    private Optional<Handler<Void>> atEnd = Optional.empty();
    private Optional<Handler<Throwable>> onFailure = Optional.empty();
    private long wanted;
    private boolean complete;
    private boolean brokenOff;
    private boolean told;
    private boolean delivering;

    FilePart(HttpServerRequest request) {
        this.request = request;
    }

    void data(Buffer chunk) {
        waiting.add(chunk);
        deliver();
    }

    void end() {
        complete = true;
        deliver();
    }

    /** The body ended before the file did; nothing happens if it was complete. */
    void broken() {
        if (!complete) {
            brokenOff = true;
            waiting.clear();
            deliver();
        }
    }

    /** Nobody wants it any more: what is still to come is thrown away, so that the connection can go on. */
    void abandon() {
        handler = Optional.empty();
        wanted = Long.MAX_VALUE;
        deliver();
    }

    @Override
    public FilePart handler(@Nullable Handler<Buffer> given) {
        handler = Optional.ofNullable(given);
        return this;
    }

    @Override
    public FilePart endHandler(@Nullable Handler<Void> given) {
        atEnd = Optional.ofNullable(given);
        return this;
    }

    @Override
    public FilePart exceptionHandler(@Nullable Handler<Throwable> given) {
        onFailure = Optional.ofNullable(given);
        deliver();
        return this;
    }

    @Override
    public FilePart pause() {
        wanted = 0;
        return this;
    }

    @Override
    public FilePart resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public FilePart fetch(long amount) {
        wanted = wanted + amount < 0 ? Long.MAX_VALUE : wanted + amount;
        deliver();
        return this;
    }

    /** Hands on what is wanted. Handlers may come back here; then the outer call goes on. */
    private void deliver() {
        if (delivering) {
            return;
        }
        delivering = true;
        try {
            handOn();
        } finally {
            delivering = false;
        }
        if (wanted > 0 || complete) {
            request.resume();
        } else {
            request.pause();
        }
    }

    private void handOn() {
        while (wanted > 0 && !waiting.isEmpty()) {
            wanted = wanted == Long.MAX_VALUE ? wanted : wanted - 1;
            Buffer chunk = waiting.remove();
            handler.ifPresent(to -> to.handle(chunk));
        }
        if (!told && brokenOff) {
            told = onFailure.isPresent();
            onFailure.ifPresent(to -> to.handle(new UploadBrokenOff()));
        } else if (!told && complete && waiting.isEmpty() && wanted > 0) {
            told = true;
            atEnd.ifPresent(to -> to.handle(null));
        }
    }

    /** The client went away in the middle of its file. */
    static final class UploadBrokenOff extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UploadBrokenOff() {
            super("the upload was broken off", null, false, false);
        }
    }
}
