package io.knarr.files;

import io.knarr.context.Level;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.fault.Guard;
import io.knarr.identity.Access;
import io.knarr.identity.Caller;
import io.knarr.layers.MemoryTrailer;
import io.knarr.layers.Placeholders;
import io.knarr.layers.Sidecar;
import io.knarr.offload.Pool;
import io.knarr.parse.Decoding;
import io.knarr.storage.Storage;
import io.knarr.tree.Node;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.time.Clock;
import java.time.Instant;
import java.util.OptionalLong;

/** Reads nodes: text, layers, facts, bytes (core 4.3, 5.1-5.4). */
public final class Reading {
    private static final int SMALL_TEXT_BYTES = 64 * 1024;

    private final Storage storage;
    private final Details details;
    private final Pool compute;
    private final Clock clock;

    /** @param compute decodes large texts */
    public Reading(Storage storage, Pool compute, Clock clock) {
        this.storage = storage;
        this.details = new Details(storage);
        this.compute = compute;
        this.clock = clock;
    }

    /** The node, or {@code NOT_FOUND} of the given type. */
    public Future<Node> node(Caller caller, VikingUri uri, String missingType) {
        return Guard.pass(() -> Access.requireRead(caller, uri))
                .compose(_ -> storage.tree().stat(caller.account(), uri))
                .map(found -> found.orElseThrow(() -> Fault.notFound(missingType, uri.toString())));
    }

    /** The text of a file, or some of its lines; the trailer of a memory only when {@code raw}. */
    public Future<String> text(Caller caller, VikingUri uri, int offset, int limit, Trailer trailer) {
        return file(caller, uri)
                .compose(_ -> storage.tree().read(caller.account(), uri))
                .compose(content -> content.length() <= SMALL_TEXT_BYTES
                        ? Future.succeededFuture(slice(uri, content, offset, limit, trailer))
                        : compute.run(caller.deadline(), () -> slice(uri, content, offset, limit, trailer)));
    }

    private static String slice(VikingUri uri, Buffer content, int offset, int limit, Trailer trailer) {
        String text = Decoding.text(content.getBytes());
        return Lines.slice(trailer == Trailer.SHOWN ? text : MemoryTrailer.hide(uri, text), offset, limit);
    }

    /** Whether the reserved comment of a memory file is shown. */
    public enum Trailer {
        HIDDEN,
        SHOWN
    }

    /** The body of a directory’s layer; of a file, its directory’s. A placeholder when it is not there yet. */
    public Future<String> layer(Caller caller, VikingUri uri, Level level) {
        return node(caller, uri, "file").compose(node -> {
            VikingUri directory = node.isDirectory() ? uri : uri.parent();
            String missing = level == Level.ABSTRACT
                    ? Placeholders.missingAbstract(directory)
                    : Placeholders.missingOverview(directory);
            return storage.tree()
                    .read(caller.account(), directory.child(level.sidecar()))
                    .map(stored -> Sidecar.parse(directory, stored.toString()).body())
                    .recover(cause -> Fault.of(cause).code() == Code.NOT_FOUND
                            ? Future.succeededFuture(missing)
                            : Future.failedFuture(cause));
        });
    }

    /**
     * Facts about a node.
     *
     * @param name last segment; the account for the root
     * @param locked being worked on, or below something that is
     * @param count index records in a directory’s subtree; absent for files and where hidden peers could be inside
     */
    public record Facts(Node node, String name, boolean locked, OptionalLong count) {}

    public Future<Facts> facts(Caller caller, VikingUri uri) {
        return node(caller, uri, "file")
                .compose(node -> storage.leases()
                        .isLeased(caller.account(), uri)
                        .compose(locked -> details.count(caller, node)
                                .map(count -> new Facts(node, nameOf(caller, node), locked, count))))
                .recover(cause -> isSessionsRoot(uri) && Fault.of(cause).code() == Code.NOT_FOUND
                        ? Future.succeededFuture(noSessionsYet(uri, clock.instant()))
                        : Future.failedFuture(cause));
    }

    private static Facts noSessionsYet(VikingUri uri, Instant now) {
        return new Facts(new Node(uri, Node.Kind.DIRECTORY, 0, now), "session", false, OptionalLong.empty());
    }

    private static boolean isSessionsRoot(VikingUri uri) {
        return uri.scope().equals("user") && uri.depth() == 3 && uri.name().equals("sessions");
    }

    private static String nameOf(Caller caller, Node node) {
        return node.uri().isRoot() ? caller.account().id() : node.name();
    }

    /** The size of a file about to be downloaded; {@code INVALID_ARGUMENT} for a directory. */
    public Future<Node> file(Caller caller, VikingUri uri) {
        return node(caller, uri, "file")
                .compose(node -> node.isDirectory()
                        ? Future.failedFuture(Fault.notAFile(uri.toString()))
                        : Future.succeededFuture(node));
    }

    /** Streams the stored bytes and ends the target. */
    public Future<Long> download(Caller caller, VikingUri uri, WriteStream<Buffer> target) {
        return Guard.pass(() -> Access.requireRead(caller, uri))
                .compose(_ -> storage.tree().copyTo(caller.account(), uri, target));
    }
}
