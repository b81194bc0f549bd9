package io.knarr.wire;

import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.files.Removal;
import io.knarr.identity.Caller;
import io.knarr.identity.Namespace;
import io.knarr.ingest.AddLocations;
import io.knarr.ingest.EntryMaker;
import io.knarr.ingest.IndexHandler;
import io.knarr.ingest.TaskEnds;
import io.knarr.model.Prompt;
import io.knarr.model.Writer;
import io.knarr.model.Written;
import io.knarr.observe.Meters;
import io.knarr.retrieve.Finder;
import io.knarr.retrieve.Fusion;
import io.knarr.retrieve.RetrievalSettings;
import io.knarr.skills.SkillAdding;
import io.knarr.skills.SkillCheck;
import io.knarr.skills.SkillFinding;
import io.knarr.skills.SkillOverview;
import io.knarr.skills.SkillReading;
import io.knarr.skills.SkillRemoval;
import io.knarr.storage.Storage;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.testing.DirectPool;
import io.knarr.testing.HashEmbedder;
import io.knarr.testing.RiggedStorage;
import io.knarr.tree.UploadStore;
import io.knarr.work.Following;
import io.knarr.work.Handler;
import io.knarr.work.Job;
import io.knarr.work.Queue;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.streams.ReadStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** Skills behind their wire side, with a storage in memory and background work that is done when the test says so. */
final class SkillFixture implements AutoCloseable {
    private static final ApiDocument DOCUMENT = ApiDocument.load();

    final Vertx vertx = Vertx.vertx();
    final RiggedStorage storage;
    final HashEmbedder embedder = new HashEmbedder();
    private final Following following;
    private final TaskEnds ends;
    final EntryMaker entries;
    private final Handler indexing;
    private final Operations operations;

    SkillFixture(Path directory) {
        this(directory, Optional.empty());
    }

    SkillFixture(Path directory, Optional<Writer> writer) {
        this.storage = new RiggedStorage(vertx, directory);
        this.following = new Following(vertx, storage.work());
        this.ends = new TaskEnds(storage, following, QueueStatusJson::of, storage.clock());
        DirectPool pool = new DirectPool();
        this.entries =
                new EntryMaker(storage.tree(), embedder, List::of, pool, EntryMaker.Limits.DEFAULTS, storage.clock());
        this.indexing = new IndexHandler(storage, entries);
        this.operations = operations(storage, writer, pool);
    }

    private Operations operations(Storage stored, Optional<Writer> writer, DirectPool pool) {
        Finder finder = new Finder(
                stored.index(),
                embedder,
                Optional.empty(),
                RetrievalSettings.DEFAULTS,
                new Fusion(0.3),
                storage.clock(),
                Meters.NONE);
        return new SkillOperations(
                        new Namespace(storage.clock()),
                        new SkillAdding(stored, following, pool, new SkillOverview(writer, 200), () -> "group"),
                        new SkillReading(stored, pool),
                        new SkillFinding(finder, pool),
                        new SkillRemoval(stored.tree(), pool, new Removal(stored, following, () -> "group", 0.1)),
                        new SkillCheck(pool),
                        new AddLocations(stored))
                .operations();
    }

    /** Calls an operation as a surface does: parameters and body are checked and completed first. */
    Future<Answer> call(Caller caller, String id, Map<String, String> parameters, JsonObject body) {
        Endpoint endpoint = DOCUMENT.endpoints().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
        Map<String, List<String>> query = new HashMap<>();
        parameters.forEach((name, value) -> query.put(name, List.of(value)));
        RawRequest raw = new RawRequest(
                parameters,
                query,
                Map.of(),
                endpoint.readsJson() ? Optional.of(body) : Optional.empty(),
                Optional.empty(),
                Future.future(_ -> {}));
        Operation operation = operations.find(id).orElseThrow();
        return Future.succeededFuture().compose(_ -> operation.run(caller, Validator.read(endpoint, raw)));
    }

    JsonObject ask(String id, Map<String, String> parameters, JsonObject body) {
        return result(call(Callers.alice(), id, parameters, body));
    }

    static JsonObject result(Future<Answer> answering) {
        Answer answer = Await.of(answering);
        return answer instanceof Answer.Json json && json.result() instanceof JsonObject object
                ? object
                : new JsonObject();
    }

    Fault refused(String id, Map<String, String> parameters, JsonObject body) {
        return Await.faultOf(call(Callers.alice(), id, parameters, body)
                .recover(cause ->
                        Future.failedFuture(cause instanceof InvalidRequest invalid ? invalid.fault() : cause)));
    }

    /** Does the waiting index jobs; those that cannot be done are given up. */
    void index() {
        for (List<Job> jobs = claim(); !jobs.isEmpty(); jobs = claim()) {
            for (Job job : jobs) {
                Void _ = Await.of(indexing.handle(job)
                        .compose(next -> storage.work().complete(List.of(job), next))
                        .recover(cause ->
                                storage.work().fail(job, String.valueOf(cause.getMessage()), Optional.empty())));
            }
            following.ended(jobs);
            ends.ended(jobs);
        }
    }

    private List<Job> claim() {
        return Await.of(storage.work().claim(Queue.EMBEDDING, "test", 10, Duration.ofMinutes(1)));
    }

    String upload(String fileName, byte[] content) {
        Bytes bytes = new Bytes(Buffer.buffer(content));
        return Await.of(storage.uploads().save(Callers.ACME, fileName, UploadStore.Mode.LOCAL, bytes, 1 << 20))
                .id();
    }

    /** Paths and texts in turn. */
    static byte[] zip(String... files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < files.length; i += 2) {
                zip.putNextEntry(new ZipEntry(files[i]));
                zip.write(files[i + 1].getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static List<String> names(JsonObject answer) {
        return answer.getJsonArray("skills").stream()
                .map(skill -> ((JsonObject) skill).getString("name"))
                .toList();
    }

    static JsonObject first(JsonArray array) {
        return array.getJsonObject(0);
    }

    @Override
    public void close() {
        Void _ = Await.of(vertx.close());
    }

    /** A model that answers the same, or fails. */
    record OneAnswer(String text, Optional<Fault> failure) implements Writer {
        @Override
        public Future<Written> write(Prompt prompt, Deadline deadline) {
            return failure.<Future<Written>>map(Future::failedFuture)
                    .orElseGet(() -> Future.succeededFuture(new Written(text, List.of(), "stop", Written.Usage.NONE)));
        }

        @Override
        public String model() {
            return "one-answer";
        }

        @Override
        public String provider() {
            return "test";
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }
    }

    /** All bytes at once, when somebody reads. */
    private static final class Bytes implements ReadStream<Buffer> {
        private final Buffer content;
        private io.vertx.core.@Nullable Handler<Buffer> handler;
        private io.vertx.core.@Nullable Handler<Void> end;

        Bytes(Buffer content) {
            this.content = content;
        }

        @Override
        public Bytes exceptionHandler(io.vertx.core.@Nullable Handler<Throwable> failed) {
            return this;
        }

        @Override
        public Bytes handler(io.vertx.core.@Nullable Handler<Buffer> taken) {
            handler = taken;
            return this;
        }

        @Override
        public Bytes pause() {
            return this;
        }

        @Override
        public Bytes resume() {
            if (handler != null && end != null) {
                handler.handle(content);
                end.handle(null);
            }
            return this;
        }

        @Override
        public Bytes fetch(long amount) {
            return this;
        }

        @Override
        public Bytes endHandler(io.vertx.core.@Nullable Handler<Void> ended) {
            end = ended;
            return this;
        }
    }
}
