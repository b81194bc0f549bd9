package io.knarr.session;

import io.knarr.fault.Deadline;
import io.knarr.identity.Caller;
import io.knarr.identity.Role;
import io.knarr.work.Task;
import io.knarr.work.TaskStore;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commits sessions that have become ripe (sessions 9). Best effort: what is missed is caught by the next write. */
public final class AutoCommit {
    private static final Logger LOG = LoggerFactory.getLogger(AutoCommit.class);
    private static final int LOOKED_AT = 10;

    private final Commits commits;
    private final TaskStore tasks;
    private final Clock clock;

    public AutoCommit(Commits commits, TaskStore tasks, Clock clock) {
        this.commits = commits;
        this.tasks = tasks;
        this.clock = clock;
    }

    /** After a write; whoever wrote does not wait for it and never hears of it. */
    public void written(Caller caller, String session, Sessions.Appended appended) {
        appended.meta()
                .autoCommit()
                .filter(policy -> policy.isDue(appended.pendingTokens(), appended.messages()))
                .filter(policy -> !isThrottled(policy, appended.meta()))
                .ifPresent(policy -> commitUnlessOneRuns(caller, session, policy)
                        .onFailure(cause -> LOG.warn("session_not_committed_by_itself", cause)));
    }

    private boolean isThrottled(AutoCommitPolicy policy, SessionMeta meta) {
        try {
            Instant last = Instant.parse(meta.lastAutoCommitAt());
            return clock.instant().isBefore(last.plus(Duration.ofSeconds(policy.minCommitIntervalSeconds())));
        } catch (DateTimeParseException never) {
            return false;
        }
    }

    private Future<Void> commitUnlessOneRuns(Caller caller, String session, AutoCommitPolicy policy) {
        TaskStore.Query query = new TaskStore.Query(
                Optional.of(caller.user()),
                Optional.of(Commits.TASK_TYPE),
                Optional.empty(),
                Optional.of(session),
                LOOKED_AT);
        // The request that wrote may be over before this is.
        Caller self = new Caller(
                caller.account(), caller.user(), Role.USER, Optional.empty(), caller.requestId(), Deadline.none());
        return tasks.list(caller.account(), query)
                .compose(found -> isRunning(found)
                        ? Future.succeededFuture()
                        : commits.commit(
                                        self,
                                        session,
                                        new Commits.Request(
                                                new Retention.Recent(policy.keepRecentCount()), Optional.empty(), true))
                                .mapEmpty());
    }

    private static boolean isRunning(List<Task> found) {
        return found.stream().anyMatch(task -> !task.status().ended());
    }
}
