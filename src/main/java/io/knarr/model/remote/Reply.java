package io.knarr.model.remote;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a provider answered, whole.
 *
 * @param chunks of the body, as they came: growing one buffer to megabytes would hold a loop for a tenth of a second
 * @param length of all of them
 */
record Reply(int status, Optional<Duration> retryAfter, List<Buffer> chunks, int length) {
    boolean isSuccess() {
        return status / 100 == 2;
    }

    /** Copies: on a worker thread when it is long. */
    Buffer body() {
        if (chunks.size() == 1) {
            return chunks.getFirst();
        }
        Buffer whole = Buffer.buffer(length);
        chunks.forEach(whole::appendBuffer);
        return whole;
    }
}
