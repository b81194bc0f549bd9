package io.knarr.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.AuthMode;
import io.knarr.identity.Authenticator;
import io.knarr.observe.Doing;
import io.knarr.observe.LocalMeters;
import io.knarr.offload.Offload;
import io.knarr.offload.PoolSize;
import io.knarr.testing.Await;
import io.knarr.wire.Answer;
import io.knarr.wire.ApiDocument;
import io.knarr.wire.Operations;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A server on a free port with operations that do little, and two ways to talk to it. */
final class TestServer implements AutoCloseable {
    static final ApiDocument DOCUMENT = ApiDocument.load();

    private final Vertx vertx = Vertx.vertx();
    final LocalMeters meters = new LocalMeters();
    final Doing doing = new Doing();
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicReference<@Nullable Context> loop = new AtomicReference<>();
    private final HttpVerticle verticle;
    private final String deployment;
    /** What the operations noticed. */
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    /** Completed by a test to let {@code tasks.get} answer. */
    final Promise<Answer> held = Promise.promise();

    TestServer(AuthMode mode, HttpSettings settings) {
        this(mode, settings, AdmissionSettings.of(0, 256, 256, 256L << 20), Optional.empty());
    }

    TestServer(
            AuthMode mode,
            HttpSettings settings,
            AdmissionSettings admission,
            Optional<Supplier<Future<Buffer>>> metrics) {
        var pool = new Offload(vertx, meters).pool("json", PoolSize.of(2, 16));
        verticle = new HttpVerticle(
                settings,
                DOCUMENT,
                operations(),
                new Authenticator(mode),
                new Admission(admission, meters),
                pool,
                new HttpWatch(new RequestMeters(meters), doing, metrics));
        deployment = Await.of(vertx.deployVerticle(verticle));
        assertThat(raw("GET /ready HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .contains("503");
    }

    TestServer() {
        this(new AuthMode.Dev(), settings());
    }

    static HttpSettings settings() {
        return HttpSettings.on("127.0.0.1", 0, "0.9.0");
    }

    static HttpSettings settings(List<String> origins, long maxBody, Duration keepAlive, Duration timeout) {
        HttpSettings base = settings();
        var timeouts = new EnumMap<>(base.timeouts());
        timeouts.replaceAll((_, _) -> timeout);
        return new HttpSettings(
                base.host(),
                base.port(),
                base.version(),
                origins,
                maxBody,
                keepAlive,
                timeouts,
                base.backlog(),
                false,
                Duration.ofSeconds(5));
    }

    private Operations operations() {
        return Operations.none()
                .on("fs.ls", (_, input) -> answer(input.text("uri")))
                .on("fs.rm", (_, input) -> answer(input.flag("recursive")))
                .on("fs.mkdir", (caller, input) -> answer(caller.user() + " " + input.text("uri")))
                .on("fs.stat", (_, input) -> Future.failedFuture(Fault.notFound("file", input.text("uri"))))
                .on("fs.attrs", (_, _) -> {
                    throw new IllegalArgumentException("secret inside");
                })
                .on("content.read", (_, input) -> {
                    if (input.text("uri").equals("held")) {
                        events.add("held");
                        return held.future();
                    }
                    return answer("x".repeat(Math.max(0, input.integer("limit"))));
                })
                .on(
                        "content.write",
                        (_, input) -> answer(new JsonObject()
                                .put("length", input.text("content").length())
                                .put("kept", null)))
                .on("search.find", (_, input) -> answer(input.body()))
                .on("content.download", (_, input) -> Future.succeededFuture(download(input.text("uri"))))
                .on("resources.temp_upload", (_, input) -> {
                    if (input.upload().fileName().equals("refused")) {
                        return Future.failedFuture(Fault.invalid("too large"));
                    }
                    AtomicLong size = new AtomicLong();
                    Promise<Answer> done = Promise.promise();
                    var content = input.upload().content();
                    content.handler(chunk -> size.addAndGet(chunk.length()));
                    content.exceptionHandler(failure -> {
                        events.add("upload failed");
                        done.tryFail(failure);
                    });
                    content.endHandler(_ -> done.tryComplete(Answer.of(new JsonObject()
                            .put("name", input.upload().fileName())
                            .put("mode", input.optionalText("upload_mode").orElse(null))
                            .put("size", size.get()))));
                    content.resume();
                    return done.future();
                })
                .on(
                        "resources.add",
                        (_, _) -> Future.succeededFuture(new Answer.Rejected(
                                new Fault(Code.PROCESSING_ERROR, "it went wrong"), Optional.empty())))
                .on("system.wait", (_, _) -> Future.failedFuture(Fault.unavailable("storage backend", "disk")))
                .on("system.ready", (_, _) -> {
                    loop.set(Vertx.currentContext());
                    return answer(new JsonObject().put("status", "not_ready"));
                })
                .on("tasks.get", (caller, input) -> {
                    events.add("task " + input.text("task_id"));
                    if (input.text("task_id").equals("calls out")) {
                        Runnable _ = caller.deadline().cancellation().onCancel(() -> events.add("call given up"));
                        return held.future();
                    }
                    input.gone().onComplete(_ -> events.add("gone"));
                    return input.text("task_id").equals("held") ? held.future() : answer(input.text("task_id"));
                });
    }

    private static Answer download(String what) {
        return switch (what) {
            case "early" ->
                Answer.download("a", OptionalLong.empty(), _ -> Future.failedFuture(Fault.notFound("file", what)));
            case "late" ->
                Answer.download(
                        "a",
                        OptionalLong.of(1000),
                        out -> out.write(Buffer.buffer("some")).compose(_ -> Future.failedFuture("disk")));
            default -> Answer.download("naïve (1).txt", OptionalLong.of(4), out -> out.end(Buffer.buffer("text")));
        };
    }

    private static Future<Answer> answer(Object result) {
        return Future.succeededFuture(Answer.of(result));
    }

    int port() {
        return verticle.port();
    }

    HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    CompletableFuture<HttpResponse<String>> getAsync(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(30))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) {
        var publisher = body.isEmpty()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body.replace('\'', '"'));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, publisher);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(method + " " + path, failure);
        }
    }

    /** Sends exactly this and reads until the server closes or ten seconds are over. */
    String raw(String request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new IllegalStateException(request, failure);
        }
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** Reads one response with a Content-Length from a connection that stays open. */
    static String one(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return head.toString();
            }
            head.append((char) next);
        }
        String lower = head.toString().toLowerCase(Locale.ROOT);
        int at = lower.indexOf("content-length: ");
        int length = at < 0 ? 0 : Integer.parseInt(lower.substring(at + 16, lower.indexOf("\r", at)));
        return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    String event() throws InterruptedException {
        return String.valueOf(events.poll(10, TimeUnit.SECONDS));
    }

    Future<Void> stop() {
        return vertx.undeploy(deployment);
    }

    private Context loop() {
        return Objects.requireNonNull(loop.get());
    }

    /** Runs something on the server’s own event loop, and returns when that is done. */
    void onLoop(Runnable task) {
        Promise<Void> done = Promise.promise();
        loop().runOnContext(_ -> {
            task.run();
            done.complete();
        });
        Await.of(done.future());
    }

    Vertx vertx() {
        return vertx;
    }

    static Map<String, Object> json(HttpResponse<String> response) {
        return new JsonObject(response.body()).getMap();
    }

    @Override
    public void close() {
        client.close();
        Await.of(vertx.close());
    }
}
