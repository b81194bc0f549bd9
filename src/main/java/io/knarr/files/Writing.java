package io.knarr.files;

import io.knarr.context.Level;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.fault.Guard;
import io.knarr.identity.Access;
import io.knarr.identity.Caller;
import io.knarr.index.Filter;
import io.knarr.layers.ParentLayers;
import io.knarr.layers.Parents;
import io.knarr.layers.Sidecar;
import io.knarr.storage.FollowUps;
import io.knarr.storage.Storage;
import io.knarr.storage.TreeChange;
import io.knarr.tree.Node;
import io.knarr.tree.PathLeases.Claim;
import io.knarr.tree.WriteMode;
import io.knarr.uri.VikingUri;
import io.knarr.work.Following;
import io.knarr.work.GroupProgress;
import io.knarr.work.NewJob;
import io.knarr.work.Queue;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Writes files and makes directories (core 4.6, 5.6). */
public final class Writing {
    /** How long a change waits for others on the same path: well below a client’s patience. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Storage storage;
    private final Following following;
    private final Supplier<String> newGroup;
    private final ParentLayers parents;

    /** @param newGroup makes unique ids */
    public Writing(Storage storage, Following following, Supplier<String> newGroup, double freshnessRatio) {
        this.storage = storage;
        this.following = following;
        this.newGroup = newGroup;
        this.parents = new ParentLayers(storage.tree(), freshnessRatio);
    }

    /**
     * A write as asked for.
     *
     * @param written the address as the caller wrote it
     * @param waitUntil wait for summaries and vectors until then; empty: do not wait
     * @param vectorsOnly index the file, leave summaries alone
     * @param tags to store with it, or empty
     */
    public record Request(
            VikingUri uri,
            String written,
            String content,
            WriteMode mode,
            Optional<Deadline> waitUntil,
            boolean vectorsOnly,
            FollowUps.Tagging tags) {}

    /**
     * What became of a write.
     *
     * @param semanticStatus, vectorStatus words of core 1.15
     * @param progress of the work that followed, when waited for
     */
    public record Outcome(
            VikingUri uri, String semanticStatus, String vectorStatus, Optional<GroupProgress> progress) {}

    public Future<Outcome> write(Caller caller, Request request) {
        VikingUri uri = request.uri();
        return Guard.pass(() -> WritePolicy.require(caller, uri, request.written(), request.mode()))
                .compose(_ -> storage.leases().acquire(caller.account(), List.of(Claim.exact(uri)), PATIENCE))
                .compose(lease -> content(caller, request)
                        .compose(content -> change(caller, request, content))
                        .onComplete(_ -> lease.release()))
                .compose(plan -> outcome(caller, request, plan));
    }

    /** What a request really stores. */
    private Future<Buffer> content(Caller caller, Request request) {
        VikingUri uri = request.uri();
        return request.mode() == WriteMode.CREATE || !FileContent.keepsSome(uri)
                ? Future.succeededFuture(Buffer.buffer(request.content()))
                : storage.tree()
                        .read(caller.account(), uri)
                        .map(stored ->
                                FileContent.of(uri, stored, request.content(), request.mode() == WriteMode.APPEND));
    }

    private record Plan(String group, boolean semantic, boolean deferred) {}

    private Future<Plan> change(Caller caller, Request request, Buffer content) {
        VikingUri uri = request.uri();
        String group = newGroup.get();
        boolean layers = WritePolicy.refreshesLayers(uri) && !request.vectorsOnly();
        // Content was merged above for these; the store then replaces.
        WriteMode mode =
                FileContent.keepsSome(uri) && request.mode() == WriteMode.APPEND ? WriteMode.REPLACE : request.mode();
        boolean forced = request.waitUntil().isPresent();
        return parents.after(caller.account(), uri.parent(), true, forced).compose(decision -> {
            boolean now = decision == Parents.REFRESH;
            List<NewJob> jobs = new ArrayList<>();
            VikingUri indexed = Level.isSidecar(uri.name()) ? uri.parent() : uri;
            jobs.add(FollowUps.index(indexed, request.tags(), List.of(group)));
            if (layers && now) {
                jobs.add(FollowUps.refresh(
                        uri.parent(), new FollowUps.Refresh("content_write", forced), List.of(group)));
            }
            return requireFile(caller, uri)
                    .compose(_ -> storage.atomically(
                            caller.account(), List.of(new TreeChange.Write(uri, content, mode)), jobs))
                    .compose(_ ->
                            layers && !now ? parents.count(caller.account(), uri.parent()) : Future.succeededFuture())
                    .map(new Plan(group, layers, layers && !now));
        });
    }

    private Future<Void> requireFile(Caller caller, VikingUri uri) {
        return storage.tree()
                .stat(caller.account(), uri)
                .compose(found -> found.filter(Node::isDirectory).isPresent()
                        ? Future.failedFuture(Fault.notAFile(uri.toString()))
                        : Future.succeededFuture());
    }

    private Future<Outcome> outcome(Caller caller, Request request, Plan plan) {
        String unwaited = plan.deferred() ? "deferred" : plan.semantic() ? "queued" : "skipped";
        if (request.waitUntil().isEmpty()) {
            return Future.succeededFuture(new Outcome(request.uri(), unwaited, "queued", Optional.empty()));
        }
        return following
                .whenDone(plan.group(), request.waitUntil().get(), "content write")
                .compose(progress -> indexed(caller, request, progress)
                        .map(vectors -> new Outcome(
                                request.uri(),
                                plan.semantic() ? ended(progress, Queue.SEMANTIC) : "skipped",
                                vectors,
                                Optional.of(progress))));
    }

    /** What became of the vectors: a file without text has none. */
    private Future<String> indexed(Caller caller, Request request, GroupProgress progress) {
        String end = ended(progress, Queue.EMBEDDING);
        return !request.vectorsOnly() || end.equals("failed")
                ? Future.succeededFuture(end)
                : storage.index()
                        .count(caller.account(), Filter.exactly(request.uri()))
                        .map(records -> records == 0 ? "skipped" : end);
    }

    static String ended(GroupProgress progress, Queue queue) {
        return progress.in(queue).errorCount() > 0 ? "failed" : "complete";
    }

    /** Makes a directory that was not there; a description becomes its abstract. {@code CONFLICT} when it exists. */
    public Future<Void> makeDirectory(Caller caller, VikingUri directory, Optional<String> description) {
        return Guard.pass(() -> Access.requireWrite(caller, directory))
                .compose(_ -> storage.leases().acquire(caller.account(), List.of(Claim.exact(directory)), PATIENCE))
                .compose(lease -> storage.tree()
                        .stat(caller.account(), directory)
                        .compose(found -> found.isPresent()
                                ? Future.failedFuture(exists(directory))
                                : storage.atomically(
                                        caller.account(),
                                        creation(directory, description),
                                        follow(directory, description)))
                        .onComplete(_ -> lease.release()));
    }

    private static List<TreeChange> creation(VikingUri directory, Optional<String> description) {
        return description
                .<List<TreeChange>>map(text -> {
                    Sidecar sidecar = new Sidecar(
                            directory,
                            Optional.empty(),
                            Optional.of(new Sidecar.GeneratedBy("user", "mkdir")),
                            Optional.of(new Sidecar.Freshness(0, 0, 0)),
                            text);
                    return List.of(new TreeChange.WriteAll(
                            directory, Map.of(Level.ABSTRACT.sidecar(), Buffer.buffer(sidecar.text()))));
                })
                .orElseGet(() -> List.of(new TreeChange.MakeDirectory(directory)));
    }

    private static List<NewJob> follow(VikingUri directory, Optional<String> description) {
        return description.isPresent() ? List.of(FollowUps.index(directory, List.of())) : List.of();
    }

    private static Fault exists(VikingUri directory) {
        return new Fault(
                io.knarr.fault.Code.CONFLICT,
                "There is something at this address already: " + directory,
                Map.of("resource", directory.toString()));
    }
}
