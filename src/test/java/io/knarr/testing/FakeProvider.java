package io.knarr.testing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A provider of models over real HTTP that behaves as it is told. It speaks the forms of OpenAI (embeddings, chat), Cohere,
 * MiniMax, Volcengine, DashScope and of rerankers, by the path that is asked ({@link FakeModels}); vectors are those of
 * {@link HashEmbedder}.
 *
 * <p>Requests are treated in the manner of {@link #next}, one each, then in that of {@link #always}, which is well at first.
 * Any thread.
 */
public final class FakeProvider implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 30;

    private final Vertx vertx;
    private final HttpServer server;
    private final Queue<Manner> script = new ConcurrentLinkedQueue<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> broken = new LinkedBlockingQueue<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private volatile Manner manner = Manner.well();
    private volatile FakeModels models = new FakeModels(64);
    private volatile boolean forgetful;

    /**
     * A request as it came.
     *
     * @param headers names in lower case
     */
    public record Asked(String path, Map<String, String> headers, JsonObject body) {}

    private FakeProvider(Vertx vertx) {
        this.vertx = vertx;
        this.server = vertx.createHttpServer(new HttpServerOptions().setPort(0).setHost("127.0.0.1"));
    }

    /** On a free port. */
    public static FakeProvider start(Vertx vertx) {
        return start(vertx, 0);
    }

    public static FakeProvider start(Vertx vertx, int port) {
        FakeProvider provider = new FakeProvider(vertx);
        provider.server.requestHandler(provider::handle);
        HttpServer _ = Await.of(provider.server.listen(port, "127.0.0.1"));
        return provider;
    }

    /** Where it is, without a path: {@code http://127.0.0.1:4711}. */
    public String address() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    public FakeProvider next(Manner... manners) {
        script.addAll(List.of(manners));
        return this;
    }

    public FakeProvider always(Manner from) {
        manner = from;
        return this;
    }

    /** What it answers when it answers well. */
    public FakeProvider with(FakeModels others) {
        models = others;
        return this;
    }

    /** Keeps nothing of requests, so that it can be asked for hours. */
    public FakeProvider forgetful() {
        forgetful = true;
        return this;
    }

    /** All requests so far, whole ones only. */
    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** Requests it is busy with. */
    public int open() {
        return open.get();
    }

    public int mostOpen() {
        return mostOpen.get();
    }

    /** Waits until a client breaks off a request, and says its path. */
    public String awaitBroken() {
        try {
            String path = broken.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (path == null) {
                throw new IllegalStateException("no request was broken off within " + PATIENCE_SECONDS + " s");
            }
            return path;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        Void _ = Await.of(server.close());
    }

    private void handle(HttpServerRequest request) {
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        HttpServerResponse response = request.response();
        response.endHandler(_ -> open.decrementAndGet());
        response.closeHandler(_ -> {
            if (!response.ended()) {
                open.decrementAndGet();
                broken.add(request.path());
            }
        });
        response.exceptionHandler(_ -> {});
        request.exceptionHandler(_ -> {});
        request.body().onSuccess(body -> {
            Map<String, String> headers = new TreeMap<>();
            request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
            Asked whole = new Asked(request.path(), headers, new JsonObject(body));
            if (!forgetful) {
                asked.add(whole);
            }
            Manner scripted = script.poll();
            treat(scripted == null ? manner : scripted, whole, response);
        });
    }

    private void treat(Manner how, Asked request, HttpServerResponse response) {
        switch (how) {
            case Manner.Well() -> end(response, models.answer(request));
            case Manner.Vectors(int dimensions) -> end(response, new FakeModels(dimensions, false).answer(request));
            case Manner.Status(int status, Map<String, String> headers, String body) -> {
                response.setStatusCode(status);
                headers.forEach(response::putHeader);
                end(response, Buffer.buffer(body));
            }
            case Manner.After(var time, Manner then) ->
                vertx.setTimer(Math.max(1, time.toMillis()), _ -> treat(then, request, response));
            case Manner.If(String text, Manner then, Manner otherwise) ->
                treat(request.body().encode().contains(text) ? then : otherwise, request, response);
            case Manner.Hang() -> {}
            case Manner.Close() -> close(response);
            case Manner.HalfThenSilence() -> half(response, models.answer(request));
            case Manner.HalfThenClose() ->
                half(response, models.answer(request)).onComplete(_ -> close(response));
            case Manner.Slowly(int bytes, var gap) ->
                piece(response, models.answer(request), 0, bytes, Math.max(1, gap.toMillis()));
            case Manner.Endless() -> endless(response.setChunked(true));
        }
    }

    private static void end(HttpServerResponse response, Buffer body) {
        if (!response.closed()) {
            Future<Void> _ = response.end(body);
        }
    }

    private static void close(HttpServerResponse response) {
        // Of HTTP/1 this closes the connection.
        Future<Void> _ = response.reset();
    }

    private static Future<Void> half(HttpServerResponse response, Buffer body) {
        response.putHeader("content-length", Integer.toString(body.length()));
        return response.write(body.slice(0, body.length() / 2));
    }

    private void piece(HttpServerResponse response, Buffer body, int from, int bytes, long gapMs) {
        if (response.closed()) {
            return;
        }
        int until = Math.min(body.length(), from + bytes);
        if (from == 0) {
            response.putHeader("content-length", Integer.toString(body.length()));
        }
        if (until == body.length()) {
            end(response, body.slice(from, until));
            return;
        }
        Future<Void> _ = response.write(body.slice(from, until));
        vertx.setTimer(gapMs, _ -> piece(response, body, until, bytes, gapMs));
    }

    private void endless(HttpServerResponse response) {
        if (!response.closed()) {
            // With a breath between: the flood is to fill the memory of a client, not to keep its loop busy.
            response.write(Buffer.buffer(new byte[1 << 18])).onSuccess(_ -> vertx.setTimer(1, _ -> endless(response)));
        }
    }
}
