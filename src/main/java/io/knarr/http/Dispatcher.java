package io.knarr.http;

import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.http.Authentication.Call;
import io.knarr.identity.Caller;
import io.knarr.offload.Pool;
import io.knarr.wire.Answer;
import io.knarr.wire.Endpoint;
import io.knarr.wire.Input;
import io.knarr.wire.Lane;
import io.knarr.wire.Operation;
import io.knarr.wire.Operations;
import io.knarr.wire.RawRequest;
import io.knarr.wire.Upload;
import io.knarr.wire.Validator;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The way of a request that found its endpoint, in the order of core 1.3: malformed JSON, authentication, validation, role,
 * operation.
 */
final class Dispatcher {
    private final HttpSettings settings;
    private final Operations operations;
    private final Authentication authentication;
    private final Builtins builtins;
    private final Admission admission;
    private final Pool pool;
    private final JsonBody jsonBody;
    private final AnswerWriter writer;

    Dispatcher(
            HttpSettings settings,
            Operations operations,
            Authentication authentication,
            Builtins builtins,
            Admission admission,
            Pool pool) {
        this.settings = settings;
        this.operations = operations;
        this.authentication = authentication;
        this.builtins = builtins;
        this.admission = admission;
        this.pool = pool;
        this.jsonBody = new JsonBody(pool, admission.bodies());
        this.writer = new AnswerWriter(pool);
    }

    /** Completes when the answer is written; a failure is still to be answered. */
    Future<Void> dispatch(Exchange exchange, Routes.Found found, Deadline deadline) {
        HttpServerRequest request = exchange.request();
        Call call = new Call(
                found.endpoint(),
                found.parameters(),
                PercentText.query(request.query()),
                request.headers(),
                exchange.id());
        Optional<Future<Builtins.Page>> builtin = builtins.find(call);
        if (builtin.isPresent()) {
            return builtin.get()
                    .onSuccess(page -> exchange.send(page.status(), page.contentType(), page.headers(), page.body()))
                    .mapEmpty();
        }
        request.pause();
        Future<Caller> caller = authentication
                .caller(call, deadline)
                .onSuccess(known -> exchange.isBy(known.account().id()));
        Optional<Operation> operation = operations.find(call.endpoint().id());
        if (operation.isEmpty()) {
            return caller.compose(known -> {
                authentication.permit(call.endpoint(), known);
                return Future.failedFuture(Fault.unimplemented(call.endpoint().id()));
            });
        }
        return caller.transform(known -> input(exchange, call, known)).compose(input -> {
            Caller known = caller.result();
            authentication.permit(call.endpoint(), known);
            return admission
                    .inTurn(
                            lane(call.endpoint(), input),
                            known.account().id(),
                            Vertx.currentContext(),
                            exchange.ended(),
                            () -> operation.get().run(known, input))
                    .compose(answer -> writer.write(
                            exchange, call.endpoint().envelope(), status(call.endpoint(), answer), answer));
        });
    }

    /**
     * Reads the request, whoever sends it: a malformed body is told before a missing key. But strangers are read only a
     * small one.
     */
    private Future<Input> input(Exchange exchange, Call call, AsyncResult<Caller> caller) {
        HttpServerRequest request = exchange.request();
        Endpoint endpoint = call.endpoint();
        if (endpoint.readsJson()) {
            long limit = caller.succeeded() ? settings.maxBodyBytes() : JsonBody.SMALL;
            return jsonBody.read(request, limit, exchange.ended())
                    .recover(failure -> Future.failedFuture(
                            caller.failed() && failure instanceof Refused ? caller.cause() : failure))
                    .compose(body ->
                            caller.failed() ? Future.failedFuture(caller.cause()) : validated(call, exchange, body));
        }
        if (caller.failed()) {
            return Future.failedFuture(caller.cause());
        }
        if (endpoint.takesFile()) {
            return Multipart.receive(request, exchange.ended())
                    .map(received -> Validator.read(
                            endpoint,
                            raw(call, exchange, received.fields(), Optional.empty(), Optional.of(received.upload()))));
        }
        request.resume();
        return Future.succeededFuture()
                .map(_ -> Validator.read(endpoint, raw(call, exchange, Map.of(), Optional.empty(), Optional.empty())));
    }

    private Future<Input> validated(Call call, Exchange exchange, JsonBody.Read body) {
        RawRequest raw = raw(call, exchange, Map.of(), body.value(), Optional.empty());
        return body.large()
                ? pool.run(() -> Validator.read(call.endpoint(), raw))
                : Future.succeededFuture().map(_ -> Validator.read(call.endpoint(), raw));
    }

    private static RawRequest raw(
            Call call,
            Exchange exchange,
            Map<String, List<String>> form,
            Optional<Object> body,
            Optional<Upload> upload) {
        return new RawRequest(call.path(), call.query(), form, body, upload, exchange.ended());
    }

    /** Who waits for background work takes no place from those who want something done now. */
    private static Lane lane(Endpoint endpoint, Input input) {
        return endpoint.lane() == Lane.WRITE && input.waits() ? Lane.BULK : endpoint.lane();
    }

    /** Readiness is the one answer that is not an error and not 200 (core 2.2). */
    private static int status(Endpoint endpoint, Answer answer) {
        boolean unready = endpoint.id().equals("system.ready")
                && answer instanceof Answer.Json json
                && json.result() instanceof JsonObject readiness
                && !"ready".equals(readiness.getString("status"));
        return unready ? 503 : 200;
    }
}
