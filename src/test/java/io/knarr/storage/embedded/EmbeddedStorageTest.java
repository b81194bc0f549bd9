package io.knarr.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.index.IndexState;
import io.knarr.index.ModelMark;
import io.knarr.observe.Meters;
import io.knarr.storage.Storage;
import io.knarr.storage.StorageContract;
import io.knarr.storage.TreeChange;
import io.knarr.testing.Await;
import io.knarr.testing.FakeClock;
import io.knarr.testing.ScriptedSource;
import io.knarr.tree.Node;
import io.knarr.tree.UploadStore.Mode;
import io.knarr.tree.UploadStore.Upload;
import io.knarr.tree.WriteMode;
import io.knarr.work.Job;
import io.knarr.work.WorkQueue.Hold;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EmbeddedStorageTest extends StorageContract {
    private final ScriptedDisk disk = new ScriptedDisk();

    @Override
    protected Storage make(Vertx vertx, Path directory, FakeClock clock) {
        return at(directory.resolve("data"));
    }

    private EmbeddedStorage at(Path workspace) {
        EmbeddedSettings settings = new EmbeddedSettings(
                workspace,
                new DirectoryOwner(1, "here", "http://127.0.0.1:1933", clock.instant(), "test"),
                Set.of(),
                new ModelMark("test", 4),
                Duration.ofHours(12));
        return new EmbeddedStorage(
                vertx(), settings, TestPools.of(vertx()), new DirectoryLocks(), clock, Meters.NONE, disk);
    }

    @Test
    void findsEverythingAgainAfterAReopening() {
        Void _ = Await.of(storage.atomically(
                ACME, List.of(new TreeChange.Write(A, Buffer.buffer("x"), WriteMode.CREATE)), List.of(job(A))));
        Upload upload = Await.of(storage.uploads()
                .save(ACME, "a", Mode.LOCAL, new ScriptedSource(vertx(), List.of(Buffer.buffer("u"))), 9));
        Void _ = Await.of(((EmbeddedStorage) storage).markIndexed());
        Void _ = Await.of(storage.close());

        storage = at(directory.resolve("data"));
        Void _ = Await.of(storage.open());

        assertThat(text(A)).isEqualTo("x");
        assertThat(claimed(storage)).extracting(Job::key).containsExactly(A);
        assertThat(Await.of(storage.uploads().find(ACME, upload.id()))).isEqualTo(upload);
        assertThat(storage.index().state()).isInstanceOf(IndexState.Ready.class);
    }

    @Test
    void isOneStepForACrashAtWhateverMoment() throws IOException {
        Node _ = Await.of(storage.tree().write(ACME, A, Buffer.buffer("old"), WriteMode.CREATE));
        List<Path> crashes = new ArrayList<>();
        disk.play((number, _) -> crashes.add(copied("crash-" + number)));

        Void _ = Await.of(storage.atomically(
                ACME,
                List.of(
                        new TreeChange.Write(A, Buffer.buffer("new"), WriteMode.REPLACE),
                        new TreeChange.WriteAll(
                                B.child("dir"), Map.of("1", Buffer.buffer("1"), "2", Buffer.buffer("2"))),
                        new TreeChange.Move(B, B.parent().child("c"))),
                List.of(job(A), job(B))));

        disk.play((_, _) -> {});
        assertThat(crashes).hasSizeGreaterThan(10);
        Void _ = Await.of(storage.close());
        for (Path crash : crashes) {
            storage = at(crash);
            Void _ = Await.of(storage.open());
            // The jobs came before the first step, so that no change is ever without them.
            assertThat(claimed(storage))
                    .as(crash.toString())
                    .extracting(Job::key)
                    .containsExactly(A, B);
            assertThat(text(A)).as(crash.toString()).isIn("old", "new");
            Void _ = Await.of(storage.close());
        }
        assertThat(crashes.getLast()).isDirectory();
    }

    @Test
    void releasesTheJobsOfAProcessThatDiedBeforeItChangedAnything() {
        List<Long> _ = Await.of(storage.work().enqueue(ACME, List.of(job(A)), Hold.HELD));
        assertThat(claimed(storage)).isEmpty();
        Void _ = Await.of(storage.close());

        storage = at(directory.resolve("data"));
        Void _ = Await.of(storage.open());

        assertThat(claimed(storage)).extracting(Job::key).containsExactly(A);
    }

    @Test
    void keepsTheChangesBeforeOneThatFailsAndTheirJobs() {
        assertThat(Await.faultOf(storage.atomically(
                                ACME,
                                List.of(
                                        new TreeChange.Write(A, Buffer.buffer("x"), WriteMode.CREATE),
                                        new TreeChange.Write(A, Buffer.buffer("y"), WriteMode.CREATE)),
                                List.of(job(A))))
                        .code())
                .isEqualTo(Code.ALREADY_EXISTS);

        assertThat(text(A)).isEqualTo("x");
        assertThat(claimed(storage)).extracting(Job::key).containsExactly(A);
    }

    @Test
    void answersNothingAfterItClosed() {
        Void _ = Await.of(storage.close());

        assertThat(Await.faultOf(storage.tree().stat(ACME, A)).code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(Await.faultOf(storage.uploads().sweep()).code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(Await.faultOf(storage.work().counts()).code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(Await.faultOf(storage.check()).code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(Await.faultOf(storage.atomically(ACME, List.of(), List.of(job(A))))
                        .code())
                .isEqualTo(Code.UNAVAILABLE);
        assertThat(directory.resolve("data/LOCK.owner")).doesNotExist();
    }

    @Test
    void givesTheDirectoryBackWhenAPartDoesNotOpen() throws IOException {
        Path broken = directory.resolve("broken");
        Files.createDirectories(broken.resolve("_knarr"));
        Files.writeString(broken.resolve("_knarr/work.db"), "this is no database".repeat(100));
        EmbeddedStorage refused = at(broken);

        assertThat(Await.faultOf(refused.open()).code()).isEqualTo(Code.UNAVAILABLE);

        assertThat(broken.resolve("LOCK.owner")).doesNotExist();
        assertThat(Await.faultOf(refused.tree().stat(ACME, A)).code()).isEqualTo(Code.UNAVAILABLE);
        Void _ = Await.of(refused.close());
        Files.delete(broken.resolve("_knarr/work.db"));
        EmbeddedStorage repaired = at(broken);
        Void _ = Await.of(repaired.open());
        Void _ = Await.of(repaired.close());
    }

    @Test
    void saysWhenItsDirectoryIsGone() throws IOException {
        Files.move(directory.resolve("data"), directory.resolve("elsewhere"));

        assertThat(Await.faultOf(storage.check()).code()).isEqualTo(Code.UNAVAILABLE);

        Files.move(directory.resolve("elsewhere"), directory.resolve("data"));
        Void _ = Await.of(storage.check());
    }

    /** What a process that is killed now leaves behind. */
    private Path copied(String name) throws IOException {
        Path source = directory.resolve("data");
        Path copy = directory.resolve(name);
        try (Stream<Path> all = Files.walk(source)) {
            for (Path path : all.toList()) {
                Path _ = Files.copy(path, copy.resolve(source.relativize(path).toString()));
            }
        }
        return copy;
    }
}
