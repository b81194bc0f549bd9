package io.knarr.http;

import io.knarr.offload.Pool;
import io.knarr.wire.Answer;
import io.knarr.wire.Envelope;
import io.knarr.wire.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes answers; large JSON is put together in the pool. */
final class AnswerWriter {
    private static final int SMALL = 128 << 10;

    private final Pool pool;

    AnswerWriter(Pool pool) {
        this.pool = pool;
    }

    Future<Void> write(Exchange exchange, Envelope envelope, int status, Answer answer) {
        return switch (answer) {
            case Answer.Json json ->
                json(envelope.ok(json.result(), json.telemetry()))
                        .onSuccess(bytes -> exchange.sendJson(status, json.headers(), bytes))
                        .mapEmpty();
            case Answer.Rejected rejected -> {
                exchange.send(FaultResponse.ofResult(rejected.fault(), rejected.telemetry(), exchange.id()));
                yield Future.succeededFuture();
            }
            case Answer.Stream stream -> stream(exchange, stream);
        };
    }

    private Future<Buffer> json(@Nullable Object value) {
        return Json.isLarger(value, SMALL)
                ? pool.run(() -> Json.write(value))
                : Future.succeededFuture().map(_ -> Json.write(value));
    }

    private static Future<Void> stream(Exchange exchange, Answer.Stream stream) {
        if (!exchange.isOpen()) {
            return Future.succeededFuture();
        }
        Map<String, String> headers = new HashMap<>(stream.headers());
        headers.put("Content-Type", stream.contentType());
        stream.fileName()
                .ifPresent(name ->
                        headers.put("Content-Disposition", "attachment; filename*=UTF-8''" + PercentText.encode(name)));
        HttpServerResponse response = exchange.begin(200, headers);
        stream.size()
                .ifPresentOrElse(
                        size -> response.putHeader("Content-Length", Long.toString(size)),
                        () -> response.setChunked(true));
        return stream.body().apply(response).recover(failure -> {
            if (!response.headWritten()) {
                exchange.reopen();
            }
            return Future.failedFuture(failure);
        });
    }
}
