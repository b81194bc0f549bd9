package io.knarr.wire;

import io.knarr.fault.Fault;
import io.knarr.files.Attributes;
import io.knarr.files.BatchWriting;
import io.knarr.files.Copying;
import io.knarr.files.Details;
import io.knarr.files.Listing;
import io.knarr.files.Reading;
import io.knarr.files.Relocation;
import io.knarr.files.Removal;
import io.knarr.files.Searching;
import io.knarr.files.TagSetting;
import io.knarr.files.Writing;
import io.knarr.identity.Caller;
import io.knarr.identity.Namespace;
import io.knarr.ingest.AddLocations;
import io.knarr.ingest.Consistency;
import io.knarr.ingest.EntryMaker;
import io.knarr.ingest.IndexHandler;
import io.knarr.ingest.Intake;
import io.knarr.ingest.LayerHandler;
import io.knarr.ingest.Reindex;
import io.knarr.ingest.ReindexHandler;
import io.knarr.ingest.TaskEnds;
import io.knarr.layers.DirectoryLayers;
import io.knarr.layers.LayerSettings;
import io.knarr.observe.Meters;
import io.knarr.storage.FollowUps;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.testing.DirectPool;
import io.knarr.testing.HashEmbedder;
import io.knarr.testing.RiggedStorage;
import io.knarr.uri.VikingUri;
import io.knarr.work.Following;
import io.knarr.work.Handler;
import io.knarr.work.Job;
import io.knarr.work.Queue;
import io.knarr.work.RetryPolicy;
import io.knarr.work.WorkQueue;
import io.knarr.work.Worker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A server without its HTTP: requests are checked by the document, operations run over a storage in memory, and background
 * work is really done.
 */
final class Surface implements AutoCloseable {
    private static final ApiDocument DOCUMENT = ApiDocument.load();
    private static final double FRESHNESS = 0.1;

    final RiggedStorage storage;
    final HashEmbedder embedder = new HashEmbedder();
    private final Vertx vertx = Vertx.vertx();
    private final EntryMaker entries;
    private final Following following;
    private final TaskEnds ends;
    private final List<Worker> workers;
    private final Operations operations;

    Surface() {
        this.storage = new RiggedStorage(vertx);
        this.following = new Following(vertx, storage.work());
        this.ends = new TaskEnds(storage, following, QueueStatusJson::of, storage.clock());
        this.entries = new EntryMaker(
                storage.tree(),
                embedder,
                text -> text.lines().toList(),
                new DirectPool(),
                EntryMaker.Limits.DEFAULTS,
                storage.clock());
        DirectoryLayers layers = new DirectoryLayers(storage.tree(), new DirectPool(), LayerSettings.DEFAULTS);
        this.workers = List.of(
                worker(Queue.EMBEDDING, new IndexHandler(storage, entries)),
                worker(Queue.SEMANTIC, new LayerHandler(storage, layers, FRESHNESS)),
                worker(Queue.REINDEX, new ReindexHandler(storage, new DirectPool())));
        this.operations = operations();
        workers.forEach(Worker::start);
    }

    private Worker worker(Queue queue, Handler handler) {
        return new Worker(
                vertx,
                storage.work(),
                new Worker.Plan(queue, handler, 4, 2, this::ended),
                new RetryPolicy(1, new Random(1)),
                storage.clock(),
                Meters.NONE);
    }

    private void ended(List<Job> jobs) {
        following.ended(jobs);
        ends.ended(jobs);
    }

    private Operations operations() {
        Namespace namespace = new Namespace(storage.clock());
        DirectPool pool = new DirectPool();
        Reading reading = new Reading(storage, pool, storage.clock());
        Details details = new Details(storage);
        Writing writing = new Writing(storage, following, Surface::name, FRESHNESS);
        Intake intake = new Intake(storage, following, ends, storage.clock());
        return Operations.none()
                .and(new FileOperations(
                                namespace,
                                new Listing(storage.tree(), details, pool),
                                reading,
                                writing,
                                new Relocation(storage),
                                new Copying(storage, Surface::name),
                                new Removal(storage, following, Surface::name, FRESHNESS))
                        .operations())
                .and(new ContentOperations(
                                namespace, reading, writing, new BatchWriting(storage, pool, following, Surface::name))
                        .operations())
                .and(new AttributeOperations(
                                namespace, new Attributes(storage, reading, details), new TagSetting(storage, details))
                        .operations())
                .and(new IndexOperations(
                                namespace,
                                new Reindex(storage, following, ends),
                                new Consistency(storage, entries, pool),
                                storage.index())
                        .operations())
                .and(new UserSettingsOperations(namespace, new AddLocations(storage)).operations())
                .and(new StatsOperations(storage.index(), storage.clock()).operations())
                .and(new ScanOperations(namespace, new Searching(storage, details, pool)).operations())
                .and(new TaskOperations(storage.tasks(), intake).operations())
                .and(new SystemOperations(vertx, namespace, storage, embedder).operations());
    }

    private static String name() {
        return "w:" + UUID.randomUUID();
    }

    /** What a GET or DELETE answers; {@code query} is names and values in turn. */
    Future<Answer> query(Caller caller, String id, String... query) {
        Map<String, List<String>> parameters = new HashMap<>();
        for (int i = 0; i < query.length; i += 2) {
            parameters.computeIfAbsent(query[i], _ -> new ArrayList<>()).add(query[i + 1]);
        }
        return run(caller, id, parameters, Optional.empty());
    }

    /** What a POST answers; single quotes stand for double ones. */
    Future<Answer> body(Caller caller, String id, String json) {
        Object read = Json.read(new ByteArrayInputStream(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
        return run(caller, id, Map.of(), Optional.ofNullable(read));
    }

    private Future<Answer> run(Caller caller, String id, Map<String, List<String>> query, Optional<Object> body) {
        Endpoint endpoint = DOCUMENT.endpoints().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
        Map<String, String> path = new HashMap<>();
        query.forEach((name, values) -> path.put(name, values.getLast()));
        RawRequest request = new RawRequest(path, query, Map.of(), body, Optional.empty(), Future.future(_ -> {}));
        try {
            return operations.find(id).orElseThrow().run(caller, Validator.read(endpoint, request));
        } catch (InvalidRequest invalid) {
            return Future.failedFuture(invalid.fault());
        } catch (Fault fault) {
            return Future.failedFuture(fault);
        }
    }

    /** As alice. */
    JsonObject get(String id, String... query) {
        return object(query(Callers.alice(), id, query));
    }

    JsonArray list(String id, String... query) {
        return (JsonArray) Objects.requireNonNull(result(query(Callers.alice(), id, query)));
    }

    JsonObject post(String id, String json) {
        return object(body(Callers.alice(), id, json));
    }

    Fault getRefused(String id, String... query) {
        return Await.faultOf(query(Callers.alice(), id, query));
    }

    Fault refused(String id, String json) {
        return Await.faultOf(body(Callers.alice(), id, json));
    }

    static JsonObject object(Future<Answer> answer) {
        return (JsonObject) Objects.requireNonNull(result(answer));
    }

    static @Nullable Object result(Future<Answer> answer) {
        return ((Answer.Json) Await.of(answer)).result();
    }

    /** Puts text files there, has them indexed and waits for it. */
    void index(String... uris) {
        for (String uri : uris) {
            storage.put(uri, "Text of " + uri);
            var _ = Await.of(storage.work()
                    .enqueue(
                            Callers.ACME,
                            List.of(FollowUps.index(VikingUri.parse(uri), List.of())),
                            WorkQueue.Hold.READY));
        }
        idle();
    }

    /** Waits until no work is left. */
    void idle() {
        JsonObject _ = post("system.wait", "{'timeout':20}");
    }

    @Override
    public void close() {
        Void _ = Await.of(
                Future.join(workers.stream().map(Worker::stop).toList()).mapEmpty());
        Void _ = Await.of(vertx.close());
    }
}
