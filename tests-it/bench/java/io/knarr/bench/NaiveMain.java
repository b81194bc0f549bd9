package io.knarr.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;

/**
 * What not to do, as a {@link Child}: one verticle that asks the provider and waits for it, on the event loop ({@code
 * /blocking}), in executeBlocking as it comes ({@code /ordered}), and in executeBlocking without order ({@code /unordered},
 * twenty threads). Prints its port. Argument: the provider's address.
 */
public final class NaiveMain extends AbstractVerticle implements Child.Program {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpRequest request;
    private int port;

    private NaiveMain(String provider) {
        JsonObject body = new JsonObject().put("model", "m").put("input", new JsonArray().add("question"));
        this.request = HttpRequest.newBuilder(URI.create(provider + "/v1/embeddings"))
                .POST(BodyPublishers.ofString(body.encode()))
                .build();
    }

    public static void main(String[] args) {
        Child.serve(new NaiveMain(args[0]));
    }

    @Override
    public String begin() {
        // It would say that a thread is blocked. We know.
        VertxOptions silent =
                new VertxOptions().setBlockedThreadCheckInterval(1).setBlockedThreadCheckIntervalUnit(TimeUnit.DAYS);
        Vertx.vertx(silent).deployVerticle(this).await();
        return Integer.toString(port);
    }

    @Override
    public void start(Promise<Void> started) {
        vertx.createHttpServer()
                .requestHandler(this::handle)
                .listen(0, "127.0.0.1")
                .onSuccess(server -> port = server.actualPort())
                .<Void>mapEmpty()
                .onComplete(started);
    }

    private void handle(HttpServerRequest asked) {
        switch (asked.path()) {
            case "/blocking" -> end(asked, ask());
            case "/ordered" -> vertx.executeBlocking(this::ask).otherwise(500).onSuccess(status -> end(asked, status));
            case "/unordered" ->
                vertx.executeBlocking(this::ask, false).otherwise(500).onSuccess(status -> end(asked, status));
            default -> end(asked, 200);
        }
    }

    private static void end(HttpServerRequest asked, int status) {
        var _ = asked.response().setStatusCode(status).end();
    }

    private int ask() {
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            return answer.statusCode();
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
