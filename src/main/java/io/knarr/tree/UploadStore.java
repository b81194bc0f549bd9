package io.knarr.tree;

import io.knarr.identity.AccountId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Bytes that a client handed over and that are not in the tree yet. They live until they expire and may be used more than
 * once. An id of another account, an expired one and one that never was are the same: {@code PERMISSION_DENIED}.
 */
public interface UploadStore {
    /**
     * Streams the content to the store with back-pressure. {@code INVALID_ARGUMENT} past {@code maxBytes}: nothing is kept
     * then, and nothing when the stream fails.
     */
    Future<Upload> save(AccountId account, String fileName, Mode mode, ReadStream<Buffer> content, long maxBytes);

    Future<Upload> find(AccountId account, String id);

    /** A file on this machine with the content, to be read only. */
    Future<Path> localCopy(AccountId account, String id);

    /** Removes what has expired; the result is how many. */
    Future<Integer> sweep();

    /** Which form of id the client asked for (core 3.1). */
    enum Mode {
        LOCAL,
        SHARED
    }

    /**
     * An upload.
     *
     * @param id {@code upload_} + 32 hex digits + extension, or {@code shared_} + 13 digits + {@code -} + 32 hex digits
     * @param fileName as the client named it
     * @param size bytes
     * @param createdAt when it was complete
     */
    record Upload(String id, String fileName, long size, Instant createdAt) {}
}
