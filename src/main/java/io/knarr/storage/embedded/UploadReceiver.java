package io.knarr.storage.embedded;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One stream on its way into a file: chunks are collected to {@value #BLOCK_BYTES} bytes, and the source pauses while a block
 * is written. After a fault the rest of the stream is read and dropped, so that a client that is still sending gets its
 * answer; whoever does not want to wait for it closes the connection.
 */
final class UploadReceiver {
    private static final int BLOCK_BYTES = 256 * 1024;

    private final Gate gate;
    private final UploadFilesBlocking files;
    private final ReadStream<Buffer> content;
    private final long maxBytes;
    private final Promise<Received> result = Promise.promise();
    private Buffer block = Buffer.buffer();
    private Optional<Path> staged = Optional.empty();
    private long size;
    private boolean writing;
    private boolean ended;
    private @Nullable Throwable failure;

    UploadReceiver(Gate gate, UploadFilesBlocking files, ReadStream<Buffer> content, long maxBytes) {
        this.gate = gate;
        this.files = files;
        this.content = content;
        this.maxBytes = maxBytes;
    }

    /** Complete content, not yet durable. */
    record Received(Path staged, long size) {}

    /** Nothing is left of the content when this fails. */
    synchronized Future<Received> run() {
        // One event is handled at a time, and none before all of this is said: a late resume would undo a pause.
        content.exceptionHandler(this::broke);
        content.endHandler(_ -> ended());
        content.handler(this::received);
        content.resume();
        return result.future();
    }

    private synchronized void received(Buffer chunk) {
        if (failure != null) {
            return;
        }
        size += chunk.length();
        if (size > maxBytes) {
            fail(new Fault(
                    Code.INVALID_ARGUMENT,
                    "The upload is too large: at most " + maxBytes + " bytes are accepted",
                    Map.of("max_bytes", maxBytes)));
            return;
        }
        block.appendBuffer(chunk);
        if (block.length() >= BLOCK_BYTES && !writing) {
            content.pause();
            write();
        }
    }

    private synchronized void ended() {
        ended = true;
        if (failure == null && !writing) {
            write();
        }
    }

    private synchronized void broke(Throwable cause) {
        if (!ended) {
            fail(
                    cause instanceof Fault
                            ? cause
                            : new Fault(Code.ABORTED, "The upload broke off before it was complete", Map.of(), cause));
        }
    }

    private void write() {
        byte[] bytes = block.getBytes();
        Optional<Path> file = staged;
        block = Buffer.buffer();
        writing = true;
        gate.run(() -> files.add(file, bytes)).onComplete(this::written);
    }

    private synchronized void written(AsyncResult<Path> outcome) {
        writing = false;
        if (outcome.succeeded()) {
            staged = Optional.of(outcome.result());
        }
        if (failure != null) {
            giveUp(failure);
        } else if (outcome.failed()) {
            fail(outcome.cause());
        } else if (!ended) {
            content.resume();
        } else if (block.length() > 0) {
            write();
        } else {
            result.complete(new Received(outcome.result(), size));
        }
    }

    private void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
            content.resume();
            if (!writing) {
                giveUp(cause);
            }
        }
    }

    private void giveUp(Throwable cause) {
        Optional<Path> file = staged;
        gate.run(() -> {
                    file.ifPresent(files::discard);
                    return true;
                })
                .onFailure(_ -> file.ifPresent(files::throwAway))
                .onComplete(_ -> result.tryFail(cause));
    }
}
