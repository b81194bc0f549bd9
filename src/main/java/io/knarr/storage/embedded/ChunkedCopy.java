package io.knarr.storage.embedded;

import io.knarr.uri.VikingUri;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One file on its way to a stream, a chunk at a time. A thread is used while a chunk is read, none while the target is full:
 * a slow target costs an open file and one chunk.
 */
final class ChunkedCopy {
    private static final int CHUNK_BYTES = 64 * 1024;

    private final Gate gate;
    private final VikingUri file;
    private final FileChannel source;
    private final WriteStream<Buffer> target;
    private final Promise<Long> result = Promise.promise();
    private final AtomicBoolean ended = new AtomicBoolean();
    private long copied;

    ChunkedCopy(Gate gate, VikingUri file, FileChannel source, WriteStream<Buffer> target) {
        this.gate = gate;
        this.file = file;
        this.source = source;
        this.target = target;
    }

    /** The number of bytes, once the target has ended; closes the source in any case. */
    Future<Long> run() {
        next();
        return result.future();
    }

    private void next() {
        gate.run(this::chunk)
                .recover(failure -> Future.failedFuture(FileFaults.reading(file.toString(), failure)))
                .compose(this::send)
                .onComplete(this::sent);
    }

    private Buffer chunk() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK_BYTES);
        while (bytes.hasRemaining() && source.read(bytes) >= 0) {}
        if (bytes.position() == 0) {
            source.close();
        }
        return Buffer.buffer(bytes.array()).slice(0, bytes.position());
    }

    /** True when another chunk may follow. Inside a chain of futures, for a target that is closed already throws. */
    private Future<Boolean> send(Buffer chunk) {
        target.exceptionHandler(this::abort);
        if (chunk.length() == 0) {
            return target.end().map(false);
        }
        copied += chunk.length();
        Future<Void> written = target.write(chunk).onFailure(this::abort);
        return (target.writeQueueFull() ? room(written) : Future.succeededFuture()).map(true);
    }

    /** When the target has drained; or when it has written this chunk, since some targets then never say that they drained. */
    private Future<Void> room(Future<Void> written) {
        Promise<Void> room = Promise.promise();
        target.drainHandler(_ -> room.tryComplete());
        written.onComplete(_ -> room.tryComplete());
        return room.future();
    }

    private void sent(AsyncResult<Boolean> more) {
        if (more.failed()) {
            abort(more.cause());
        } else if (!ended.get()) {
            if (more.result()) {
                next();
            } else {
                ended.set(true);
                result.tryComplete(copied);
            }
        }
    }

    private void abort(Throwable failure) {
        if (ended.compareAndSet(false, true)) {
            close().onComplete(_ -> result.tryFail(failure));
        }
    }

    private Future<Void> close() {
        Future<Void> closed = gate.run(() -> {
            source.close();
            return null;
        });
        return closed.recover(_ -> closeHere());
    }

    /** The pool is full or shut. Closing a file that was only read has nothing to write back, so it does not wait. */
    private Future<Void> closeHere() {
        try {
            source.close();
            return Future.succeededFuture();
        } catch (IOException failure) {
            return Future.failedFuture(failure);
        }
    }
}
