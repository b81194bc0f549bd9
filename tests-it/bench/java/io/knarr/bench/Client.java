package io.knarr.bench;

import io.knarr.it.KnarrServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;

/**
 * Sends calls over HTTP/1.1 from one event loop, each over a connection that no other uses meanwhile. Measurements that must
 * not disturb one another take a client each. Its loop keeps the JVM alive until it is closed. Any thread.
 */
final class Client implements AutoCloseable {
    private static final int LOCAL_PORTS = 20_000;
    private static final int CONNECT_MS = 30_000;
    /** Half as long as the server does (see {@link Conf}), so that none is used that is about to be closed. */
    private static final int KEEP_SECONDS = Conf.KEEP_SECONDS / 2;

    private static final int PATIENCE_SECONDS = 120;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpClient http;
    private final int port;

    Client(int port) {
        this.port = port;
        this.http = vertx.httpClientBuilder()
                .with(new HttpClientOptions().setKeepAliveTimeout(KEEP_SECONDS).setConnectTimeout(CONNECT_MS))
                .with(new PoolOptions().setHttp1MaxSize(LOCAL_PORTS))
                // Calls tell of it; it need not be logged as well.
                .withConnectHandler(connection -> connection.exceptionHandler(_ -> {}))
                .build();
    }

    static Client of(KnarrServer server) {
        return new Client(server.port());
    }

    /** How the call ended, in words (see {@link Endings}); never fails. */
    Future<String> send(Call call) {
        RequestOptions options = new RequestOptions()
                .setMethod(call.method())
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI(call.path());
        call.headers().forEach(options::putHeader);
        return http.request(options)
                .compose(request -> request.send(call.body())
                        .compose(response -> response.body().map(body -> ending(response, body)))
                        .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                        .onFailure(_ -> request.reset()))
                .otherwise(failure -> "no answer (" + failure.getClass().getSimpleName() + ")");
    }

    private static String ending(HttpClientResponse response, Buffer body) {
        if (response.statusCode() == 200) {
            return body.toString().contains("\"degraded\":[") ? "200 degraded" : Endings.WELL;
        }
        return response.statusCode() + " " + code(body);
    }

    private static String code(Buffer body) {
        try {
            return new JsonObject(body).getJsonObject("error", new JsonObject()).getString("code", "-");
        } catch (DecodeException notJson) {
            return "-";
        }
    }

    @Override
    public void close() {
        // Not awaited: its own loop would have to say so.
        var _ = vertx.close();
    }
}
