package io.knarr.http;

import io.knarr.fault.Fault;
import io.knarr.wire.Json;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.math.BigDecimal;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and its answer: the first answer is sent, later ones are dropped. Only on the loop of its connection. */
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger("io.knarr.http.access");
    private static final String JSON = "application/json";

    private final HttpServerRequest request;
    private final String id;
    private final Cors cors;
    private final RequestMeters meters;
    private final long started = System.nanoTime();
    private final Promise<Void> ended = Promise.promise();
    private String route = "-";
    private String account = "-";
    private boolean answered;

    Exchange(HttpServerRequest request, String id, Cors cors, RequestMeters meters) {
        this.request = request;
        this.id = id;
        this.cors = cors;
        this.meters = meters;
    }

    /** Starts watching for the end of the answer and for clients that go away. */
    void watch() {
        HttpServerResponse response = request.response();
        response.endHandler(_ -> end());
        response.closeHandler(_ -> end());
        response.exceptionHandler(_ -> end());
        request.exceptionHandler(_ -> {});
    }

    HttpServerRequest request() {
        return request;
    }

    String id() {
        return id;
    }

    /** For the access log and the meters; a template, not what was sent. */
    void isFor(String path) {
        route = path;
    }

    /** For the access log. */
    void isBy(String tenant) {
        account = tenant;
    }

    /** Completes when the answer is out or nobody waits for it any more. */
    Future<Void> ended() {
        return ended.future();
    }

    boolean isOpen() {
        return !answered && !ended.future().isComplete();
    }

    /** The bare response, to be written by the caller; only if {@link #isOpen()}. */
    HttpServerResponse bare(int status) {
        answered = true;
        return request.response().setStatusCode(status);
    }

    /** The response with the usual headers, to be written by the caller; only if {@link #isOpen()}. */
    HttpServerResponse begin(int status, Map<String, String> headers) {
        BigDecimal seconds = BigDecimal.valueOf((System.nanoTime() - started) / 1_000, 6);
        return untimed(status, headers).putHeader("X-Process-Time", seconds.toPlainString());
    }

    private HttpServerResponse untimed(int status, Map<String, String> headers) {
        HttpServerResponse response = bare(status).putHeader(RequestId.HEADER, id);
        cors.addTo(response.headers(), request.headers());
        headers.forEach(response::putHeader);
        return response;
    }

    /** Takes a begun answer back, of which nothing was sent. */
    void reopen() {
        request.response().headers().clear();
        answered = false;
    }

    void send(int status, String contentType, Map<String, String> headers, Buffer body) {
        if (isOpen()) {
            end(begin(status, headers).putHeader("Content-Type", contentType), body);
        }
    }

    void sendJson(int status, Map<String, String> headers, Buffer json) {
        send(status, JSON, headers, json);
    }

    /** Answers a failure, or breaks the connection off when an answer was begun already. */
    void fail(Throwable failure) {
        if (isOpen()) {
            send(FaultResponse.of(failure, id));
        } else if (!ended.future().isComplete()) {
            LOG.warn("answer broken off request_id={} route={}", id, route, failure);
            request.connection().close();
        }
    }

    /** The time is up: answers so, unless an answer is under way, and tells the operation that nobody waits. */
    void expire(Fault late) {
        if (isOpen()) {
            fail(late);
        }
    }

    void send(FaultResponse failure) {
        if (isOpen()) {
            HttpServerResponse response = failure.timed()
                    ? begin(failure.status(), failure.headers())
                    : untimed(failure.status(), failure.headers());
            end(response.putHeader("Content-Type", JSON), Json.write(failure.body()));
        }
    }

    private void end(HttpServerResponse response, Buffer body) {
        boolean last = "close".equals(response.headers().get("Connection"));
        Future<Void> sent = response.end(body);
        if (last) {
            sent.onComplete(_ -> request.connection().close());
        }
    }

    private void end() {
        if (!ended.tryComplete()) {
            return;
        }
        String status = answered ? Integer.toString(request.response().getStatusCode()) : "aborted";
        long nanos = System.nanoTime() - started;
        meters.answered(request.method().name(), route, status, nanos);
        LOG.info(
                "request method={} route={} status={} ms={} request_id={} account={}",
                request.method(),
                route,
                status,
                nanos / 1_000_000,
                id,
                account);
    }
}
