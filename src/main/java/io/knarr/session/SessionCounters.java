package io.knarr.session;

import io.knarr.identity.Caller;
import io.knarr.storage.Storage;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Adds what the second phase of a commit brought to the session’s metadata, once per archive. */
public final class SessionCounters {
    private final Storage storage;
    private final SessionFiles files;
    private final Clock clock;

    public SessionCounters(Storage storage, SessionFiles files, Clock clock) {
        this.storage = storage;
        this.files = files;
        this.clock = clock;
    }

    /** The metadata as it is then; empty when the session is gone. {@code NOT_FOUND} of type {@code session} is not a fault here. */
    public Future<Optional<SessionMeta>> add(Caller caller, VikingUri session, VikingUri archive, JsonObject counts) {
        int number = SessionAddress.archiveNumber(archive.name());
        return files.exclusively(
                caller.account(),
                session,
                () -> files.json(caller.account(), session.child(SessionAddress.META))
                        .compose(found -> {
                            Optional<SessionMeta> known = found.map(SessionMeta::read);
                            if (known.isEmpty() || known.get().countedArchive() >= number) {
                                return Future.succeededFuture(known);
                            }
                            SessionMeta changed = known.get().withExtracted(counts, 0, 0, number, clock.instant());
                            return storage.tree()
                                    .writeAll(
                                            caller.account(),
                                            session,
                                            Map.of(
                                                    SessionAddress.META,
                                                    Buffer.buffer(changed.json().encodePrettily())))
                                    .map(Optional.of(changed));
                        }));
    }
}
