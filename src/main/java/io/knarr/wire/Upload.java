package io.knarr.wire;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/**
 * The file part of a multipart request, not read yet.
 *
 * @param fileName as the client named it; may hold anything
 * @param content the bytes as they arrive. It is paused: whoever takes it sets handlers and resumes, or pipes it, on the
 *     event loop of the request; without that nothing is read from the connection. It fails when the client goes away
 */
public record Upload(String fileName, ReadStream<Buffer> content) {}
