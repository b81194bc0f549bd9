package io.knarr.recall;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.Caller;
import io.knarr.offload.Pool;
import io.knarr.tree.TreeStore;
import io.knarr.tree.WriteMode;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what was served in a session, in the session’s directory. Never fails: without a log nothing is left out. A session
 * that does not exist is an empty one, and is not made by this.
 */
final class ServedLog {
    private static final Logger LOG = LoggerFactory.getLogger(ServedLog.class);
    private static final String FILE = ".recall_log.json";

    private final TreeStore tree;
    private final Pool compute;

    /** @param compute reads JSON and counts messages */
    ServedLog(TreeStore tree, Pool compute) {
        this.tree = tree;
        this.compute = compute;
    }

    /** What became of the log. */
    enum Status {
        /** No session, or nothing is to be left out. */
        OFF,
        /** There was none. */
        NEW,
        OK,
        WRITE_FAILED;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The log of one request.
     *
     * @param session its directory; empty: there is none, nothing is kept
     * @param turn messages that the session has
     */
    record Log(Status status, Optional<VikingUri> session, long turn, int dedupTurns, Ledger ledger) {
        static final Log OFF = new Log(Status.OFF, Optional.empty(), 0, 0, Ledger.EMPTY);

        Set<VikingUri> cooled() {
            return ledger.cooled(turn, dedupTurns);
        }
    }

    Future<Log> load(Caller caller, Optional<VikingUri> kept, int dedupTurns) {
        if (kept.isEmpty() || dedupTurns <= 0) {
            return Future.succeededFuture(Log.OFF);
        }
        VikingUri session = kept.get();
        return tree.stat(caller.account(), session)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(new Log(Status.NEW, Optional.empty(), 0, dedupTurns, Ledger.EMPTY))
                        : existing(caller, session, dedupTurns))
                .otherwise(failure -> {
                    LOG.warn("served_log_not_read session={} reason={}", session, failure.getMessage());
                    return new Log(Status.NEW, Optional.of(session), 0, dedupTurns, Ledger.EMPTY);
                });
    }

    private Future<Log> existing(Caller caller, VikingUri session, int dedupTurns) {
        Future<Optional<Buffer>> log = read(caller, session.child(FILE));
        return Future.all(log, turn(caller, session))
                .compose(both -> compute.run(() -> {
                    long turn = both.resultAt(1);
                    Optional<Ledger> known = log.result().flatMap(Ledger::read);
                    return new Log(
                            known.isPresent() ? Status.OK : Status.NEW,
                            Optional.of(session),
                            turn,
                            dedupTurns,
                            known.orElse(Ledger.EMPTY));
                }));
    }

    /** Messages count, not questions: what the session says of itself, else the lines of its messages. */
    private Future<Long> turn(Caller caller, VikingUri session) {
        return read(caller, session.child(".meta.json"))
                .map(stored -> stored.flatMap(ServedLog::messages))
                .compose(known -> known.isPresent()
                        ? Future.succeededFuture(known.get())
                        : read(caller, session.child("messages.jsonl"))
                                .compose(stored -> compute.run(
                                        () -> stored.map(ServedLog::lines).orElse(0L))));
    }

    private static Optional<Long> messages(Buffer meta) {
        try {
            JsonObject json = new JsonObject(meta);
            return Optional.of(Math.max(json.getLong("total_message_count", 0L), json.getLong("message_count", 0L)));
        } catch (DecodeException | ClassCastException unreadable) {
            return Optional.empty();
        }
    }

    private static long lines(Buffer messages) {
        return messages.toString().lines().filter(line -> !line.isBlank()).count();
    }

    /** With what is served now; how that went. */
    Future<Status> save(Caller caller, Log log, List<Assembly.Entry> served) {
        if (log.session().isEmpty() || served.isEmpty()) {
            return Future.succeededFuture(log.status());
        }
        Ledger next = log.ledger().with(served, log.turn(), log.dedupTurns());
        return tree.write(caller.account(), log.session().get().child(FILE), next.json(log.turn()), WriteMode.UPSERT)
                .map(log.status())
                .otherwise(failure -> {
                    LOG.warn(
                            "served_log_not_written session={} reason={}",
                            log.session().get(),
                            failure.getMessage());
                    return Status.WRITE_FAILED;
                });
    }

    private Future<Optional<Buffer>> read(Caller caller, VikingUri file) {
        return tree.read(caller.account(), file)
                .map(Optional::of)
                .recover(cause -> Fault.of(cause).code() == Code.NOT_FOUND
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(cause));
    }
}
