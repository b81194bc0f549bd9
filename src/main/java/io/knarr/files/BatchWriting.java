package io.knarr.files;

import io.knarr.context.ContextType;
import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.files.Batch.Piece;
import io.knarr.identity.Caller;
import io.knarr.offload.Pool;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Writes many files below one directory (core 5.7): all checks come first, then all is written, then all is refreshed. */
public final class BatchWriting {
    private static final int AT_ONCE = 16;

    private final Storage storage;
    private final Pool compute;
    private final Following following;
    private final Supplier<String> newGroup;

    /**
     * @param compute decodes and checks what was sent
     * @param newGroup makes unique ids
     */
    public BatchWriting(Storage storage, Pool compute, Following following, Supplier<String> newGroup) {
        this.storage = storage;
        this.compute = compute;
        this.following = following;
        this.newGroup = newGroup;
    }

    /**
     * One file as asked for.
     *
     * @param written the address as the caller wrote it
     * @param text one of this and {@code base64}
     */
    public record Operation(
            VikingUri uri, String written, Optional<String> text, Optional<String> base64, WriteMode mode) {}

    /**
     * What became of a batch.
     *
     * @param created, updated in order of their addresses
     * @param semanticStatus, vectorStatus words of core 1.15; absent when only summaries were written
     * @param progress of the work that followed, when waited for
     */
    public record Outcome(
            List<VikingUri> created,
            List<VikingUri> updated,
            Optional<String> semanticStatus,
            Optional<String> vectorStatus,
            Optional<GroupProgress> progress) {}

    /**
     * When a check fails nothing is changed. {@code REFRESH_FAILED} when all is written and what follows failed.
     *
     * @param waitUntil wait for what follows until then; empty: do not wait
     */
    public Future<Outcome> write(
            Caller caller, VikingUri root, List<Operation> operations, Optional<Deadline> waitUntil) {
        return compute.run(caller.deadline(), () -> Batch.of(caller, root, operations))
                .compose(batch -> storage.leases()
                        .acquire(caller.account(), List.of(Claim.subtree(root)), Writing.PATIENCE)
                        .compose(lease -> requireDirectory(caller, root)
                                .compose(_ -> writeLeased(caller, batch, waitUntil.isPresent()))
                                .onComplete(_ -> lease.release())))
                .compose(written -> outcome(written, waitUntil));
    }

    private Future<Void> requireDirectory(Caller caller, VikingUri root) {
        return storage.tree()
                .stat(caller.account(), root)
                .compose(found -> found.filter(Node::isDirectory).isPresent()
                        ? Future.succeededFuture()
                        : Future.failedFuture(Fault.notFound("directory", root.toString())));
    }

    /**
     * A batch that is in the tree.
     *
     * @param there which of its pieces were there before, in their order
     */
    private record Written(Batch batch, List<Boolean> there, String group) {
        List<VikingUri> uris(boolean before) {
            List<VikingUri> uris = new ArrayList<>();
            for (int i = 0; i < there.size(); i++) {
                if (there.get(i) == before) {
                    uris.add(batch.pieces().get(i).uri());
                }
            }
            return uris;
        }

        boolean onlySidecars() {
            return batch.pieces().stream().allMatch(Piece::isSidecar);
        }
    }

    private Future<Written> writeLeased(Caller caller, Batch batch, boolean forced) {
        String group = newGroup.get();
        return requireDirectories(caller, batch)
                .compose(_ -> Batches.mapInOrder(batch.pieces(), AT_ONCE, piece -> isThere(caller, piece)))
                .compose(there -> Batches.mapInOrder(batch.pieces(), AT_ONCE, piece -> content(caller, piece))
                        .compose(contents -> {
                            Map<String, Buffer> files = new LinkedHashMap<>();
                            for (int i = 0; i < contents.size(); i++) {
                                VikingUri uri = batch.pieces().get(i).uri();
                                files.put(batch.root().relativize(uri), contents.get(i));
                            }
                            return storage.atomically(
                                    caller.account(),
                                    List.of(new TreeChange.WriteAll(batch.root(), files)),
                                    jobs(batch, group, forced));
                        })
                        .map(new Written(batch, there, group)));
    }

    /** What is between the root and a file may be missing, but is no file. */
    private Future<Void> requireDirectories(Caller caller, Batch batch) {
        List<VikingUri> between = batch.pieces().stream()
                .flatMap(piece -> above(batch.root(), piece.uri()))
                .filter(uri -> !uri.equals(batch.root()))
                .distinct()
                .toList();
        return Batches.mapInOrder(
                        between,
                        AT_ONCE,
                        uri -> storage.tree().stat(caller.account(), uri).map(found -> {
                            if (found.filter(node -> !node.isDirectory()).isPresent()) {
                                throw Fault.invalid("This is a file, a directory is needed: " + uri);
                            }
                            return uri;
                        }))
                .mapEmpty();
    }

    private Future<Boolean> isThere(Caller caller, Piece piece) {
        return storage.tree().stat(caller.account(), piece.uri()).map(found -> {
            if (found.filter(Node::isDirectory).isPresent()) {
                throw Fault.notAFile(piece.uri().toString());
            }
            Batch.requireFits(caller, piece, found.isPresent());
            return found.isPresent();
        });
    }

    /** What a piece makes of its file. */
    private Future<Buffer> content(Caller caller, Piece piece) {
        boolean append = piece.mode() == WriteMode.APPEND;
        boolean keeps = FileContent.keepsSome(piece.uri()) && piece.mode() != WriteMode.CREATE;
        if (!append && !keeps) {
            return Future.succeededFuture(piece.content());
        }
        return storage.tree()
                .read(caller.account(), piece.uri())
                .compose(stored -> compute.run(
                        caller.deadline(),
                        () -> keeps
                                ? FileContent.of(
                                        piece.uri(), stored, piece.content().toString(), append)
                                : stored.copy().appendBuffer(piece.content())))
                .recover(cause ->
                        piece.mode() == WriteMode.UPSERT && Fault.of(cause).code() == Code.NOT_FOUND
                                ? Future.succeededFuture(piece.content())
                                : Future.failedFuture(cause));
    }

    private static List<NewJob> jobs(Batch batch, String group, boolean forced) {
        List<String> groups = List.of(group);
        FollowUps.Refresh refresh = new FollowUps.Refresh("content_write", forced);
        Stream<NewJob> entries = batch.pieces().stream()
                .map(piece -> piece.isSidecar() ? piece.uri().parent() : piece.uri())
                .distinct()
                .map(node -> FollowUps.index(node, groups));
        Stream<NewJob> layers = batch.pieces().stream()
                .map(Piece::uri)
                .filter(WritePolicy::refreshesLayers)
                .flatMap(uri -> above(batch.root(), uri))
                .distinct()
                .map(directory -> FollowUps.refresh(directory, refresh, groups));
        return Stream.concat(entries, layers).toList();
    }

    /** The directories that hold it, up to the root of the batch: those between may be new. */
    private static Stream<VikingUri> above(VikingUri root, VikingUri uri) {
        return Stream.iterate(uri.parent(), root::contains, VikingUri::parent);
    }

    private Future<Outcome> outcome(Written written, Optional<Deadline> waitUntil) {
        return waitUntil.isEmpty()
                ? Future.succeededFuture(ended(written, "queued", Optional.empty()))
                : following
                        .whenDone(written.group(), waitUntil.get(), "batch write")
                        .compose(progress -> firstError(progress)
                                .<Future<Outcome>>map(error -> Future.failedFuture(refreshFailed(written, error)))
                                .orElseGet(() ->
                                        Future.succeededFuture(ended(written, "complete", Optional.of(progress)))));
    }

    private static Outcome ended(Written written, String word, Optional<GroupProgress> progress) {
        boolean memory = ContextType.of(written.batch().root()) == ContextType.MEMORY;
        boolean silent = written.onlySidecars();
        return new Outcome(
                written.uris(false),
                written.uris(true),
                silent ? Optional.empty() : Optional.of(memory ? "skipped" : word),
                silent ? Optional.empty() : Optional.of(word),
                progress);
    }

    private static Optional<String> firstError(GroupProgress progress) {
        return Stream.of(Queue.EMBEDDING, Queue.SEMANTIC)
                .map(progress::in)
                .filter(ended -> ended.errorCount() > 0)
                .findFirst()
                .map(ended -> ended.errors().stream().findFirst().orElse("a job failed"));
    }

    private static Fault refreshFailed(Written written, String cause) {
        return new Fault(
                Code.REFRESH_FAILED,
                "The files are written, their summaries or vectors could not be made: " + cause,
                Map.of(
                        "root_uri", written.batch().root().toString(),
                        "created", texts(written.uris(false)),
                        "updated", texts(written.uris(true)),
                        "unchanged", List.of(),
                        "cause", cause));
    }

    private static List<String> texts(List<VikingUri> uris) {
        return uris.stream().map(VikingUri::toString).toList();
    }
}
