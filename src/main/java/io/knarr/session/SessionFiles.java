package io.knarr.session;

import io.knarr.context.Level;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.layers.Sidecar;
import io.knarr.offload.Pool;
import io.knarr.storage.Storage;
import io.knarr.storage.TreeChange;
import io.knarr.tree.Node;
import io.knarr.tree.PathLeases;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads and writes the files of sessions (sessions 8). Whatever is long is read and written in the pool. */
public final class SessionFiles {
    /** How long a change waits for another of the same session (sessions 4.6). */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int TITLE_CHARACTERS = 50;

    private final Storage storage;
    private final Pool compute;

    public SessionFiles(Storage storage, Pool compute) {
        this.storage = storage;
        this.compute = compute;
    }

    /**
     * A session as it is stored.
     *
     * @param meta empty where no metadata file is
     */
    public record Stored(VikingUri uri, Optional<SessionMeta> meta, List<Message> messages) {
        public Stored {
            messages = List.copyOf(messages);
        }
    }

    /** Empty when there is no such session. */
    public Future<Optional<Stored>> load(AccountId account, VikingUri session) {
        return storage.tree().stat(account, session).compose(found -> {
            if (found.filter(Node::isDirectory).isEmpty()) {
                return Future.succeededFuture(Optional.empty());
            }
            Future<List<Message>> messages = messages(account, session);
            Future<Optional<SessionMeta>> meta =
                    json(account, session.child(SessionAddress.META)).map(stored -> stored.map(SessionMeta::read));
            return Future.all(messages, meta)
                    .map(_ -> Optional.of(new Stored(session, meta.result(), messages.result())));
        });
    }

    /** The messages of a session or of an archive; none where there is no file. */
    public Future<List<Message>> messages(AccountId account, VikingUri directory) {
        return read(account, directory.child(SessionAddress.MESSAGES))
                .compose(file -> file.isEmpty()
                        ? Future.succeededFuture(List.of())
                        : compute.run(() -> parsed(directory, file.get())));
    }

    private static List<Message> parsed(VikingUri directory, Buffer file) {
        try {
            return MessageJson.read(file);
        } catch (DecodeException | ClassCastException broken) {
            throw new Fault(
                    Code.PROCESSING_ERROR,
                    "The messages of " + directory + " cannot be read: a line is no message",
                    Map.of("resource", directory.toString()),
                    broken);
        }
    }

    /** A file that holds one JSON object; empty when there is none. */
    public Future<Optional<JsonObject>> json(AccountId account, VikingUri file) {
        return read(account, file)
                .map(content -> content.map(buffer -> {
                    try {
                        return new JsonObject(buffer);
                    } catch (DecodeException broken) {
                        throw new Fault(
                                Code.PROCESSING_ERROR,
                                "This file is no JSON object: " + file,
                                Map.of("resource", file.toString()),
                                broken);
                    }
                }));
    }

    Future<Optional<Buffer>> read(AccountId account, VikingUri file) {
        return storage.tree()
                .read(account, file)
                .map(Optional::of)
                .recover(failure -> Fault.of(failure).code() == Code.NOT_FOUND
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(failure));
    }

    /** Messages and metadata, written beside each other. */
    Future<TreeChange> change(VikingUri session, SessionMeta meta, List<Message> messages, Map<String, Buffer> others) {
        return compute.run(() -> {
            Map<String, Buffer> files = new LinkedHashMap<>(others);
            files.put(SessionAddress.MESSAGES, MessageJson.lines(messages));
            files.put(SessionAddress.META, Buffer.buffer(meta.json().encodePrettily()));
            return new TreeChange.WriteAll(session, files);
        });
    }

    /** What the session’s directory says of itself (sessions 8). */
    static Map<String, Buffer> sidecars(VikingUri session, List<Message> live) {
        long turns = live.stream().filter(Message::isUserQuery).count();
        String first = live.isEmpty() ? "" : live.getFirst().text().replace('\n', ' ');
        int end = first.offsetByCodePoints(0, Math.min(TITLE_CHARACTERS, first.codePointCount(0, first.length())));
        String line = live.isEmpty()
                ? "0 turns, nothing said since the last commit"
                : turns + " turns, starting from '" + first.substring(0, end) + "...'";
        String overview = "# Session " + session.name() + "\n\n" + line
                + "\n\n- `messages.jsonl`: what was said since the last commit\n- `history/`: what was archived, with summaries";
        return Map.of(
                Level.ABSTRACT.sidecar(), sidecar(session, "session_update", line),
                Level.OVERVIEW.sidecar(), sidecar(session, "session_update", overview));
    }

    static Buffer sidecar(VikingUri directory, String trigger, String body) {
        Sidecar sidecar = new Sidecar(
                directory,
                Optional.empty(),
                Optional.of(new Sidecar.GeneratedBy("Session", trigger)),
                Optional.empty(),
                body);
        return Buffer.buffer(sidecar.text());
    }

    /** One change of a session at a time; {@code CONFLICT} to be tried again when another one takes too long. */
    <T> Future<T> exclusively(AccountId account, VikingUri session, Supplier<Future<T>> change) {
        return storage.leases()
                .acquire(account, List.of(PathLeases.Claim.exact(session)), PATIENCE)
                .compose(lease -> {
                    Future<T> done;
                    try {
                        done = change.get();
                    } catch (RuntimeException broken) {
                        done = Future.failedFuture(broken);
                    }
                    return done.onComplete(_ -> lease.release());
                });
    }
}
