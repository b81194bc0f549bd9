package io.knarr.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.knarr.fault.Code;
import io.knarr.identity.AccountId;
import io.knarr.testing.Await;
import io.knarr.testing.FakeClock;
import io.knarr.work.TaskStore.Change;
import io.knarr.work.TaskStore.NewTask;
import io.knarr.work.TaskStore.Query;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link TaskStore} does. A subclass says how an empty one is opened, and closes it. */
public abstract class TaskStoreContract {
    protected static final AccountId ACME = new AccountId("acme");
    protected static final AccountId DECOY = new AccountId("decoy");
    private static final Query ALL =
            new Query(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 50);

    protected final FakeClock clock = new FakeClock();
    private TaskStore tasks;

    /** An empty store. */
    protected abstract TaskStore open(FakeClock clock) throws Exception;

    @BeforeEach
    void openEmpty() throws Exception {
        tasks = open(clock);
    }

    @Test
    void startsEmpty() {
        assertThat(Await.of(tasks.list(ACME, ALL))).isEmpty();
        assertThat(Await.of(tasks.unfinished())).isEmpty();
        assertThat(Await.of(tasks.find(ACME, "no-such-id"))).isEmpty();
        assertThat(Await.of(tasks.update(ACME, "no-such-id", Change.stage("x"))))
                .isEmpty();
    }

    @Test
    void makesAPendingTaskWithARandomId() {
        JsonObject meta = new JsonObject().put("source_path", "handbook.pdf");
        NewTask wanted = new NewTask(
                Optional.empty(),
                ACME,
                "alice",
                "add_resource",
                Optional.of("viking://resources/handbook"),
                meta,
                Optional.of("queued"));

        Task task = Await.of(tasks.create(wanted));

        assertThat(task.id()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(task)
                .isEqualTo(new Task(
                        task.id(),
                        ACME,
                        "alice",
                        "add_resource",
                        Task.Status.PENDING,
                        clock.instant(),
                        clock.instant(),
                        Optional.of("viking://resources/handbook"),
                        meta,
                        Optional.of("queued"),
                        Optional.empty(),
                        Optional.empty()));
        assertThat(Await.of(tasks.find(ACME, task.id()))).contains(task);
    }

    @Test
    void refusesAnIdThatIsTaken() {
        create(ACME, "id-1", "alice");

        assertThat(Await.faultOf(tasks.create(task(ACME, "id-1", "bob"))).code())
                .isEqualTo(Code.ALREADY_EXISTS);

        assertThat(Await.of(tasks.find(ACME, "id-1")).orElseThrow().user()).isEqualTo("alice");
    }

    @Test
    void anotherAccountSeesAndChangesNothing() {
        create(ACME, "id-1", "alice");

        assertThat(Await.of(tasks.find(DECOY, "id-1"))).isEmpty();
        assertThat(Await.of(tasks.list(DECOY, ALL))).isEmpty();
        assertThat(Await.of(tasks.update(DECOY, "id-1", Change.failed("mine now"))))
                .isEmpty();
        assertThat(Await.of(tasks.find(ACME, "id-1")).orElseThrow().status()).isEqualTo(Task.Status.PENDING);
    }

    @Test
    void listsTheNewestFirstAndNoMoreThanAskedFor() {
        for (String id : List.of("id-1", "id-2", "id-3")) {
            create(ACME, id, "alice");
        }
        Query two = new Query(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 2);

        assertThat(Await.of(tasks.list(ACME, two))).extracting(Task::id).containsExactly("id-3", "id-2");
    }

    @Test
    void listsByUserTypeStatusAndResource() {
        create(ACME, "id-1", "alice");
        create(ACME, "id-2", "bob");
        changed("id-2", Change.stage("parsing"));

        assertThat(listed("alice", null, null, null)).containsExactly("id-1");
        assertThat(listed(null, "add_resource", null, null)).containsExactly("id-2", "id-1");
        assertThat(listed(null, "no_such_type", null, null)).isEmpty();
        assertThat(listed(null, null, "running", null)).containsExactly("id-2");
        assertThat(listed(null, null, "RUNNING", null)).isEmpty();
        assertThat(listed(null, null, null, "viking://resources/id-1")).containsExactly("id-1");
        assertThat(listed("alice", "add_resource", "running", null)).isEmpty();
    }

    @Test
    void changesWhatIsSaidAndKeepsTheRest() {
        Task before = create(ACME, "id-1", "alice");
        clock.advance(Duration.ofSeconds(3));

        Task after = changed("id-1", Change.stage("parsing"));

        assertThat(after.status()).isEqualTo(Task.Status.RUNNING);
        assertThat(after.stage()).contains("parsing");
        assertThat(after.createdAt()).isEqualTo(before.createdAt());
        assertThat(after.updatedAt()).isEqualTo(clock.instant());
        assertThat(after.resourceId()).isEqualTo(before.resourceId());
        assertThat(after.meta()).isEqualTo(before.meta());
        assertThat(Await.of(tasks.find(ACME, "id-1"))).contains(after);
    }

    @Test
    void anEndingStatusIsTheStageTooAndTheLastWord() {
        create(ACME, "id-1", "alice");
        JsonObject result = new JsonObject()
                .put("root_uri", "viking://resources/x")
                .put("user_key", "secret")
                .put("user", new JsonObject().put("user_key", "secret").put("name", "alice"));

        Task done = changed("id-1", Change.completed(result));

        assertThat(done.status()).isEqualTo(Task.Status.COMPLETED);
        assertThat(done.stage()).contains("completed");
        assertThat(done.result())
                .contains(new JsonObject()
                        .put("root_uri", "viking://resources/x")
                        .put("user", new JsonObject().put("name", "alice")));
        assertThat(changed("id-1", Change.failed("too late"))).isEqualTo(done);
        assertThat(Await.of(tasks.find(ACME, "id-1"))).contains(done);
    }

    @Test
    void anErrorIsMaskedAndCut() {
        create(ACME, "id-1", "alice");

        Task failed = changed("id-1", Change.failed("Bearer abcdefghijkl " + "x ".repeat(400)));

        assertThat(failed.error().orElseThrow())
                .startsWith("Bearer [REDACTED] x x")
                .endsWith("...[truncated]")
                .hasSize(514);
    }

    @Test
    void aTaskBeingCancelledStaysSoUntilItEnds() {
        create(ACME, "id-1", "alice");
        changed("id-1", Change.status(Task.Status.CANCELLING));

        Task reported = changed("id-1", Change.stage("parsing"));
        assertThat(reported.status()).isEqualTo(Task.Status.CANCELLING);
        assertThat(reported.stage()).contains("parsing");

        assertThat(changed("id-1", Change.status(Task.Status.CANCELLED)).stage())
                .contains("cancelled");
    }

    @ParameterizedTest
    @EnumSource(
            value = Task.Status.class,
            names = {"COMPLETED", "CANCELLED"})
    void showsWhatEndedWellForADay(Task.Status status) {
        shownFor(status, Duration.ofHours(24));
    }

    @Test
    void showsWhatFailedForAWeek() {
        shownFor(Task.Status.FAILED, Duration.ofDays(7));
    }

    private void shownFor(Task.Status status, Duration kept) {
        create(ACME, "id-1", "alice");
        clock.advance(Duration.ofDays(30));
        changed("id-1", Change.status(status));

        clock.advance(kept.minusMillis(1));
        assertThat(Await.of(tasks.find(ACME, "id-1"))).isPresent();

        clock.advance(Duration.ofMillis(1));
        assertThat(Await.of(tasks.find(ACME, "id-1"))).isEmpty();
        assertThat(Await.of(tasks.list(ACME, ALL))).isEmpty();
        assertThat(Await.of(tasks.update(ACME, "id-1", Change.stage("x")))).isEmpty();
        assertThat(create(ACME, "id-1", "bob").user())
                .as("the id is free again")
                .isEqualTo("bob");
    }

    @Test
    void knowsWhatIsUnfinishedOfAllAccounts() {
        create(ACME, "id-1", "alice");
        create(DECOY, "id-2", "bob");
        create(ACME, "id-3", "alice");
        create(ACME, "id-4", "alice");
        changed("id-1", Change.stage("parsing"));
        changed("id-3", Change.failed("broken"));
        changed("id-4", Change.status(Task.Status.CANCELLING));

        assertThat(Await.of(tasks.unfinished())).extracting(Task::id).containsExactly("id-1", "id-2", "id-4");
    }

    @CanIgnoreReturnValue
    private Task create(AccountId account, String id, String user) {
        return Await.of(tasks.create(task(account, id, user)));
    }

    private static NewTask task(AccountId account, String id, String user) {
        return new NewTask(
                Optional.of(id),
                account,
                user,
                "add_resource",
                Optional.of("viking://resources/" + id),
                new JsonObject(),
                Optional.empty());
    }

    @CanIgnoreReturnValue
    private Task changed(String id, Change change) {
        return Await.of(tasks.update(ACME, id, change)).orElseThrow();
    }

    private List<String> listed(
            @Nullable String user, @Nullable String type, @Nullable String status, @Nullable String resourceId) {
        Query query = new Query(
                Optional.ofNullable(user),
                Optional.ofNullable(type),
                Optional.ofNullable(status),
                Optional.ofNullable(resourceId),
                50);
        return Await.of(tasks.list(ACME, query)).stream().map(Task::id).toList();
    }
}
