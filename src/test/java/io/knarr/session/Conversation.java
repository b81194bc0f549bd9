package io.knarr.session;

import io.knarr.identity.Caller;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.testing.DirectPool;
import io.knarr.testing.RiggedStorage;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Sessions over a storage in memory. */
public final class Conversation {
    public static final Caller ALICE = Callers.alice();

    public final RiggedStorage storage;
    public final SessionFiles files;
    public final Archives archives;
    public final Sessions sessions;
    public final Commits commits;
    public final SessionContext context;
    public final SessionCounters counters;
    public final ToolResults toolResults;

    public Conversation(Vertx vertx) {
        DirectPool pool = new DirectPool();
        storage = new RiggedStorage(vertx);
        files = new SessionFiles(storage, pool);
        archives = new Archives(storage, files);
        sessions = new Sessions(
                storage,
                files,
                new ToolOutputs(ToolOutputSettings.DEFAULT),
                storage.clock(),
                new Random(1),
                Optional.empty());
        commits = new Commits(storage, files, archives, storage.clock());
        context = new SessionContext(files, archives, pool);
        counters = new SessionCounters(storage, files, storage.clock());
        toolResults = new ToolResults(storage, files, sessions, pool);
    }

    public Sessions.Appended say(String session, String... texts) {
        List<NewMessage> messages = new java.util.ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            messages.add(Talk.said(i % 2 == 0 ? "user" : "assistant", texts[i]));
        }
        return Await.of(sessions.append(ALICE, session, messages));
    }

    public Commits.Outcome commit(String session) {
        return Await.of(commits.commit(ALICE, session, new Commits.Request(Retention.none(), Optional.empty(), false)));
    }

    public Commits.Outcome.Accepted accepted(String session) {
        return (Commits.Outcome.Accepted) commit(session);
    }

    public List<String> live(String session) {
        return Await.of(files.messages(Callers.ACME, SessionAddress.of(ALICE, session))).stream()
                .map(Message::text)
                .toList();
    }
}
