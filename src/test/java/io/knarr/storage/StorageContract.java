package io.knarr.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.identity.AccountId;
import io.knarr.testing.Await;
import io.knarr.testing.FakeClock;
import io.knarr.testing.FastTempDir;
import io.knarr.tree.WriteMode;
import io.knarr.uri.VikingUri;
import io.knarr.work.Job;
import io.knarr.work.NewJob;
import io.knarr.work.Queue;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link Storage} does, beyond what its parts do. A subclass says how one is made. */
public abstract class StorageContract {
    protected static final AccountId ACME = new AccountId("acme");
    protected static final AccountId DECOY = new AccountId("decoy");
    protected static final VikingUri A = VikingUri.of("resources", "a");
    protected static final VikingUri B = VikingUri.of("resources", "b");

    private static Vertx vertx = Vertx.vertx();

    @TempDir(factory = FastTempDir.class)
    protected Path directory;

    protected final FakeClock clock = new FakeClock();
    protected Storage storage;

    /** A back end on this directory, not open yet. */
    protected abstract Storage make(Vertx vertx, Path directory, FakeClock clock) throws Exception;

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        Void _ = Await.of(vertx.close());
    }

    protected static Vertx vertx() {
        return vertx;
    }

    @BeforeEach
    void open() throws Exception {
        storage = make(vertx, directory, clock);
        Void _ = Await.of(storage.open());
    }

    @AfterEach
    void close() {
        Void _ = Await.of(storage.close());
    }

    @Test
    void canBeUsedOnceOpen() {
        Void _ = Await.of(storage.check());
    }

    @Test
    void changesTheTreeAndEnqueuesTheJobs() {
        Void _ = Await.of(storage.atomically(
                ACME,
                List.of(
                        new TreeChange.Write(A.child("1"), Buffer.buffer("one"), WriteMode.CREATE),
                        new TreeChange.WriteAll(A, Map.of("2", Buffer.buffer("two"), "3", Buffer.buffer("three"))),
                        new TreeChange.Delete(A.child("3")),
                        new TreeChange.Delete(B.child("never there")),
                        new TreeChange.Move(A, B),
                        new TreeChange.MakeDirectory(A)),
                List.of(job(A), job(B))));

        assertThat(Await.of(storage.tree().list(ACME, A))).isEmpty();
        assertThat(text(B.child("1"))).isEqualTo("one");
        assertThat(Await.of(storage.tree().list(ACME, B))).hasSize(2);
        assertThat(Await.of(storage.tree().accounts())).containsExactly(ACME);
        assertThat(claimed(storage)).extracting(Job::key).containsExactly(A, B);
    }

    @Test
    void doesEitherAlone() {
        Void _ = Await.of(storage.atomically(ACME, List.of(), List.of(job(A))));
        Void _ = Await.of(storage.atomically(
                ACME, List.of(new TreeChange.Write(B, Buffer.buffer("x"), WriteMode.CREATE)), List.of()));

        assertThat(claimed(storage)).extracting(Job::key).containsExactly(A);
        assertThat(text(B)).isEqualTo("x");
    }

    @Test
    void failsWithTheFaultOfTheChangeAndMakesNoneAfterIt() {
        assertThat(Await.faultOf(storage.atomically(
                                ACME,
                                List.of(
                                        new TreeChange.Write(A, Buffer.buffer("x"), WriteMode.REPLACE),
                                        new TreeChange.Write(B, Buffer.buffer("y"), WriteMode.CREATE)),
                                List.of(job(A))))
                        .code())
                .isEqualTo(Code.NOT_FOUND);

        assertThat(Await.of(storage.tree().stat(ACME, A))).isEmpty();
        assertThat(Await.of(storage.tree().stat(ACME, B))).isEmpty();
        // Whether its jobs run is left open; later ones must.
        Void _ = Await.of(storage.atomically(ACME, List.of(), List.of(job(A), job(B))));
        assertThat(claimed(storage)).extracting(Job::key).contains(A, B);
    }

    protected static NewJob job(VikingUri key) {
        return new NewJob(Queue.EMBEDDING, key, new JsonObject(), List.of());
    }

    protected static List<Job> claimed(Storage storage) {
        return Await.of(storage.work().claim(Queue.EMBEDDING, "worker", 10, Duration.ofMinutes(1)));
    }

    protected String text(VikingUri file) {
        return Await.of(storage.tree().read(ACME, file)).toString();
    }
}
