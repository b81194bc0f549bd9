package io.knarr.session;

import io.knarr.context.Level;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.layers.Sidecar;
import io.knarr.storage.Storage;
import io.knarr.tree.Node;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks into the archives of a session (sessions 2, 8). */
public final class Archives {
    public static final String DONE = ".done";
    public static final String FAILED = ".failed.json";

    private final Storage storage;
    private final SessionFiles files;

    public Archives(Storage storage, SessionFiles files) {
        this.storage = storage;
        this.files = files;
    }

    /** How far an archive is; the last two are for good. */
    public enum State {
        PENDING,
        COMPLETED,
        FAILED
    }

    /** An archive and how far it is. */
    public record Archive(VikingUri uri, State state) {
        public int number() {
            return SessionAddress.archiveNumber(uri.name());
        }
    }

    Future<List<Node>> nodes(AccountId account, VikingUri session) {
        return children(account, SessionAddress.history(session))
                .map(nodes -> nodes.stream()
                        .filter(node -> node.isDirectory() && SessionAddress.archiveNumber(node.name()) > 0)
                        .sorted(Comparator.comparingInt(node -> SessionAddress.archiveNumber(node.name())))
                        .toList());
    }

    private Future<List<Node>> children(AccountId account, VikingUri directory) {
        return storage.tree()
                .list(account, directory)
                .recover(failure -> Fault.of(failure).code() == Code.NOT_FOUND
                        ? Future.succeededFuture(List.of())
                        : Future.failedFuture(failure));
    }

    /** Lowest first. */
    Future<List<Integer>> numbers(AccountId account, VikingUri session) {
        return nodes(account, session)
                .map(nodes -> nodes.stream()
                        .map(node -> SessionAddress.archiveNumber(node.name()))
                        .toList());
    }

    /** Oldest first. */
    public Future<List<Archive>> all(AccountId account, VikingUri session) {
        return nodes(account, session)
                .compose(nodes -> Future.join(nodes.stream()
                                .map(node -> state(account, node.uri()))
                                .toList())
                        .map(states -> states.<Archive>list()));
    }

    private Future<Archive> state(AccountId account, VikingUri archive) {
        return children(account, archive).map(nodes -> {
            Set<String> names = nodes.stream().map(Node::name).collect(Collectors.toSet());
            State state =
                    names.contains(DONE) ? State.COMPLETED : names.contains(FAILED) ? State.FAILED : State.PENDING;
            return new Archive(archive, state);
        });
    }

    public Future<List<Message>> messages(AccountId account, VikingUri archive) {
        return files.messages(account, archive);
    }

    /** Empty where none is kept. */
    public Future<Optional<JsonObject>> meta(AccountId account, VikingUri archive) {
        return files.json(account, archive.child(SessionAddress.META));
    }

    /** A file of an archive that holds one JSON object; empty when there is none. */
    public Future<Optional<JsonObject>> json(AccountId account, VikingUri file) {
        return files.json(account, file);
    }

    /** The text of a layer without its head; empty where there is none or nothing in it. */
    public Future<Optional<String>> layer(AccountId account, VikingUri archive, Level level) {
        return files.read(account, archive.child(level.sidecar()))
                .map(found -> found.map(
                                file -> Sidecar.parse(archive, file.toString()).body())
                        .filter(body -> !body.isBlank()));
    }
}
