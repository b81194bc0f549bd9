package io.knarr.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.knarr.observe.Meters;
import io.knarr.offload.Offload;
import io.knarr.testing.Await;
import io.knarr.testing.FakeClock;
import io.knarr.work.Task;
import io.knarr.work.TaskStore;
import io.knarr.work.TaskStoreContract;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteTaskStoreTest extends TaskStoreContract {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Offload OFFLOAD = new Offload(VERTX, Meters.NONE);

    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private WorkDatabase database;

    @SuppressWarnings("NullAway.Init")
    private TaskStore tasks;

    @Override
    @CanIgnoreReturnValue
    protected TaskStore open(FakeClock clock) {
        database = new WorkDatabase(directory, OFFLOAD.pool("store", WorkDatabase.POOL));
        Await.of(database.open());
        tasks = new SqliteTaskStore(database, clock, UUID::randomUUID);
        return tasks;
    }

    @AfterEach
    void close() {
        Await.of(database.close());
    }

    @AfterAll
    static void stop() {
        Await.of(VERTX.close());
    }

    @Test
    void tasksSurvive() {
        create("id-1");
        JsonObject result = new JsonObject().put("context_count", 5);
        Task done = Await.of(tasks.update(ACME, "id-1", TaskStore.Change.completed(result)))
                .orElseThrow();

        Await.of(database.close());
        open(clock);

        assertThat(Await.of(tasks.find(ACME, "id-1"))).contains(done);
    }

    @Test
    void sweepsWhatHasExpired() {
        create("id-1");
        var _ = Await.of(tasks.update(ACME, "id-1", TaskStore.Change.status(Task.Status.CANCELLED)));
        clock.advance(Duration.ofDays(2));

        create("id-2");

        List<String> rows = Await.of(database.run(sql -> sql.rows("SELECT id FROM task", row -> row.getString(1))));
        assertThat(rows).containsExactly("id-2");
    }

    private void create(String id) {
        var _ = Await.of(tasks.create(new TaskStore.NewTask(
                Optional.of(id), ACME, "alice", "add_resource", Optional.empty(), new JsonObject(), Optional.empty())));
    }
}
