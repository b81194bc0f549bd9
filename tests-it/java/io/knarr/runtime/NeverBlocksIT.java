package io.knarr.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.testing.Await;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.blockhound.BlockHound;

/**
 * A whole server in this JVM, walked through by HTTP while an agent reports every wait, and every call that goes to a disk, on
 * an event loop. Finds what the walk over the class files cannot see: what libraries do.
 *
 * <p>The agent needs {@code -XX:+AllowRedefinitionToAddDeleteMethods} (see the pom), which a later JDK may take away; then this
 * test goes, and the other and the loop monitor stay.
 */
class NeverBlocksIT {
    private static final Queue<Throwable> CAUGHT = new ConcurrentLinkedQueue<>();
    private static final String NATIVE_FILES = "sun.nio.fs.UnixNativeDispatcher";
    private static final String NATIVE_CHANNELS = "sun.nio.ch.UnixFileDispatcherImpl";

    @TempDir
    Path root;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicReference<@Nullable Vertx> vertx = new AtomicReference<>();
    private String base = "";

    /** The agent knows streams, sockets and parking; files of {@code java.nio} have to be named. */
    @BeforeAll
    static void watch() {
        BlockHound.builder()
                .nonBlockingThreadPredicate(
                        known -> known.or(thread -> thread.getName().startsWith("vert.x-eventloop-thread")))
                .markAsBlocking(NATIVE_FILES, "open0", "(JII)I")
                .markAsBlocking(NATIVE_FILES, "stat0", "(JLsun/nio/fs/UnixFileAttributes;)I")
                .markAsBlocking(NATIVE_FILES, "lstat0", "(JLsun/nio/fs/UnixFileAttributes;)V")
                .markAsBlocking(NATIVE_FILES, "unlink0", "(J)V")
                .markAsBlocking(NATIVE_FILES, "rename0", "(JJ)V")
                .markAsBlocking(NATIVE_FILES, "mkdir0", "(JI)V")
                .markAsBlocking(NATIVE_FILES, "opendir0", "(J)J")
                .markAsBlocking(NATIVE_CHANNELS, "read0", "(Ljava/io/FileDescriptor;JI)I")
                .markAsBlocking(NATIVE_CHANNELS, "pread0", "(Ljava/io/FileDescriptor;JIJ)I")
                .markAsBlocking(NATIVE_CHANNELS, "write0", "(Ljava/io/FileDescriptor;JI)I")
                .markAsBlocking(NATIVE_CHANNELS, "force0", "(Ljava/io/FileDescriptor;Z)I")
                // The first use of a class reads it from the jar, once.
                .allowBlockingCallsInside("java.lang.ClassLoader", "loadClass")
                // A lock that is met for a moment is no wait: those of pools' queues, of the leases of paths, of a
                // logger. One that
                // is held for long shows as a late loop (LoopMonitor); waiting for a result or a signal is still caught
                // here.
                .allowBlockingCallsInside("java.util.concurrent.locks.ReentrantLock", "lock")
                .allowBlockingCallsInside("java.util.concurrent.ThreadPoolExecutor", "execute")
                // The tests' log goes to the console; a server's has a thread of its own.
                .allowBlockingCallsInside("ch.qos.logback.core.OutputStreamAppender", "append")
                // /dev/urandom never waits once the machine is up.
                .allowBlockingCallsInside("java.security.SecureRandom", "nextBytes")
                .blockingMethodCallback(method -> CAUGHT.add(new Throwable(method.toString())))
                .install();
    }

    @AfterEach
    void close() {
        client.close();
    }

    private static List<String> caught() {
        return CAUGHT.stream().map(NeverBlocksIT::shown).distinct().toList();
    }

    private static String shown(Throwable caught) {
        return caught.getMessage() + "\n"
                + Arrays.stream(caught.getStackTrace())
                        .skip(3)
                        .map(frame -> "    " + frame)
                        .collect(Collectors.joining("\n"));
    }

    @Test
    void noOperationBlocksItsLoop() throws Exception {
        Server server = server();
        base = "http://127.0.0.1:" + Await.of(server.start()).port();
        CAUGHT.clear();

        walk();

        assertThat(caught()).as("calls that blocked an event loop").isEmpty();
        assertThat(caughtIn(Objects.requireNonNull(vertx.get())))
                .as("a file read on a loop on purpose")
                .isNotEmpty();
        Await.of(server.stop());
    }

    private List<String> caughtIn(Vertx loops) throws IOException {
        Path file = Files.writeString(root.resolve("file"), "text");
        Promise<String> read = Promise.promise();
        loops.runOnContext(_ -> {
            try {
                read.complete(Files.readString(file));
            } catch (IOException failure) {
                read.fail(failure);
            }
        });
        String _ = Await.of(read.future());
        return caught();
    }

    private Server server() {
        Settings settings = new Given(root)
                .variable("KNARR_SERVER_PORT", "0")
                .variable("KNARR_SERVER_WORKERS", "2")
                .variable("KNARR_STORAGE_WORKSPACE", root.resolve("data").toString())
                .variable("KNARR_SERVER_OBSERVABILITY_METRICS_ENABLED", "true")
                .settings();
        Assembly assembly = (loops, set, watching) -> {
            vertx.set(loops);
            return new Wiring().assemble(loops, set, watching);
        };
        return Server.create(
                settings,
                assembly,
                Watching.of(settings.server().observability().metrics()));
    }

    private void walk() throws IOException, InterruptedException {
        String uri = "viking://resources/walk";
        for (int round = 0; round < 3; round++) {
            String file = uri + "/note-" + round + ".md";
            get("/health");
            get("/ready");
            post("/api/v1/fs/mkdir", new JsonObject().put("uri", uri + "/dir-" + round));
            post(
                    "/api/v1/content/write",
                    new JsonObject()
                            .put("uri", file)
                            .put("content", "# Tides\n\nThe moon pulls the sea.\n".repeat(200))
                            .put("mode", "create")
                            .put("wait", true));
            upload(round);
            get("/api/v1/fs/ls?uri=" + uri);
            get("/api/v1/fs/tree?uri=viking://");
            get("/api/v1/fs/stat?uri=" + file);
            get("/api/v1/content/read?uri=" + file);
            get("/api/v1/content/download?uri=" + file);
            get("/api/v1/content/abstract?uri=" + uri);
            get("/api/v1/content/overview?uri=" + uri);
            post("/api/v1/search/find", new JsonObject().put("query", "what pulls the sea?"));
            post("/api/v1/search/search", new JsonObject().put("query", "what pulls the sea?"));
            post("/api/v1/search/grep", new JsonObject().put("uri", uri).put("pattern", "moon"));
            post("/api/v1/search/glob", new JsonObject().put("uri", uri).put("pattern", "**/*.md"));
            post("/api/v1/fs/mv", new JsonObject().put("from_uri", file).put("to_uri", file + ".moved.md"));
            delete("/api/v1/fs?recursive=true&uri=" + uri + "/dir-" + round);
            post(
                    "/api/v1/sessions/talk/messages",
                    new JsonObject().put("role", "user").put("content", "I prefer night trains, round " + round));
            get("/api/v1/sessions/talk/context");
            post("/api/v1/sessions/talk/commit", new JsonObject());
            get("/api/v1/sessions");
            get("/api/v1/tasks");
            post("/api/v1/system/wait", new JsonObject().put("timeout", 30));
            get("/api/v1/observer/system");
            get("/metrics");
            get("/openapi.json");
        }
    }

    private void upload(int round) throws IOException, InterruptedException {
        String form = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"tides-" + round
                + ".md\"\r\n\r\n# Tides\n\nSpring tides follow the full moon.\r\n--x--\r\n";
        HttpResponse<String> sent = send(HttpRequest.newBuilder(URI.create(base + "/api/v1/resources/temp_upload"))
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
        String id = new JsonObject(sent.body()).getJsonObject("result").getString("temp_file_id");
        post("/api/v1/resources", new JsonObject().put("temp_file_id", id).put("wait", true));
    }

    private void get(String path) throws IOException, InterruptedException {
        answered(path, send(HttpRequest.newBuilder(URI.create(base + path))));
    }

    private void delete(String path) throws IOException, InterruptedException {
        answered(path, send(HttpRequest.newBuilder(URI.create(base + path)).DELETE()));
    }

    private void post(String path, JsonObject body) throws IOException, InterruptedException {
        answered(
                path,
                send(HttpRequest.newBuilder(URI.create(base + path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.encode()))));
    }

    private static void answered(String path, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(200);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.timeout(Duration.ofMinutes(1)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
