package io.knarr.runtime;

import io.knarr.identity.Namespace;
import io.knarr.memory.CommitHandler;
import io.knarr.offload.Pool;
import io.knarr.session.Archives;
import io.knarr.session.AutoCommit;
import io.knarr.session.AutoCommitPolicy;
import io.knarr.session.Commits;
import io.knarr.session.SessionContext;
import io.knarr.session.SessionCounters;
import io.knarr.session.SessionFiles;
import io.knarr.session.Sessions;
import io.knarr.session.ToolOutputSettings;
import io.knarr.session.ToolOutputs;
import io.knarr.session.ToolResults;
import io.knarr.storage.Storage;
import io.knarr.wire.CommitOperations;
import io.knarr.wire.Operations;
import io.knarr.wire.SessionOperations;
import io.knarr.work.Handler;
import java.time.Clock;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Sessions and what becomes of them, put together by constructors. */
final class Conversations {
    private final Sessions sessions;
    private final Commits commits;
    private final AutoCommit autoCommit;
    private final SessionContext context;
    private final ToolResults toolResults;
    private final Handler handler;

    Conversations(Storage storage, Pool compute, Clock clock, Settings.Memory settings) {
        SessionFiles files = new SessionFiles(storage, compute);
        Archives archives = new Archives(storage, files);
        this.sessions = new Sessions(
                storage,
                files,
                new ToolOutputs(ToolOutputSettings.DEFAULT),
                clock,
                RandomGenerator.getDefault(),
                settings.sessionAutoCommit().defaultEnabled()
                        ? Optional.of(AutoCommitPolicy.DEFAULT)
                        : Optional.empty());
        this.commits = new Commits(storage, files, archives, clock);
        this.autoCommit = new AutoCommit(commits, storage.tasks(), clock);
        this.context = new SessionContext(files, archives, compute);
        this.toolResults = new ToolResults(storage, files, sessions, compute);
        this.handler = new CommitHandler(
                storage,
                archives,
                commits,
                new SessionCounters(storage, files, clock),
                compute,
                clock,
                settings.extractionEnabled());
    }

    /** Does the second phase of commits. */
    Handler handler() {
        return handler;
    }

    Operations operations(Namespace namespace) {
        return new SessionOperations(namespace, sessions, autoCommit)
                .operations()
                .and(new CommitOperations(commits, context, toolResults).operations());
    }
}
