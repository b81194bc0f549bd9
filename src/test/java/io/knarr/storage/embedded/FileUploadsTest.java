package io.knarr.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.offload.Pool;
import io.knarr.testing.Await;
import io.knarr.testing.FakeClock;
import io.knarr.testing.FastTempDir;
import io.knarr.testing.ScriptedSource;
import io.knarr.tree.UploadStore.Mode;
import io.knarr.tree.UploadStore.Upload;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileUploadsTest {
    private static final AccountId ACME = new AccountId("acme");
    private static final Duration LIFETIME = Duration.ofHours(12);
    private static final Buffer CHUNK = Buffer.buffer("x".repeat(64 * 1024));

    private static Vertx vertx = Vertx.vertx();

    @TempDir(factory = FastTempDir.class)
    Path workspace;

    private final ScriptedDisk disk = new ScriptedDisk();
    private final FakeClock clock = new FakeClock();
    private FileUploads uploads;
    private Path directory;

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        Void _ = Await.of(vertx.close());
    }

    @BeforeEach
    void open() {
        directory = workspace.resolve("temp/upload");
        uploads = opened(TestPools.of(vertx).files());
    }

    private FileUploads opened(Pool pool) {
        FileUploads opened = new FileUploads(workspace, pool, disk, clock, LIFETIME, new SecureRandom());
        Void _ = Await.of(opened.open());
        disk.play((_, _) -> {});
        return opened;
    }

    @Test
    void keepsContentAndWhatIsKnownOfItSideBySideOverARestart() throws IOException {
        Upload upload = Await.of(save(2));
        Void _ = Await.of(uploads.close());

        assertThat(names()).containsExactly("_knarr-tmp", upload.id(), upload.id() + ".ov_upload.meta");
        uploads = opened(TestPools.of(vertx).files());
        assertThat(Await.of(uploads.find(ACME, upload.id()))).isEqualTo(upload);
    }

    @Test
    void letsTheSourceWaitWhileTheDiskIsBusy() {
        HeldPool pool = new HeldPool(TestPools.of(vertx).files());
        pool.release();
        FileUploads slow = opened(pool);
        ScriptedSource source = new ScriptedSource(vertx, Collections.nCopies(100, CHUNK));
        pool.hold();

        Future<Upload> saving = slow.save(ACME, "a.bin", Mode.LOCAL, source, Long.MAX_VALUE);
        Void _ = Await.of(pool.asked());
        int left = source.left();
        Void _ = Await.of(vertx.timer(20, TimeUnit.MILLISECONDS).mapEmpty());

        assertThat(left).isEqualTo(96);
        assertThat(source.left()).isEqualTo(left);
        pool.release();
        assertThat(Await.of(saving).size()).isEqualTo(100L * CHUNK.length());
    }

    @Test
    void keepsNothingWhenTheDiskIsFullAtWhateverStep() throws IOException {
        int failures = 0;
        while (failsAtStep(failures)) {
            failures++;
        }

        assertThat(failures).isGreaterThan(4);
        assertThat(Await.of(save(20)).size()).isEqualTo(20L * CHUNK.length());
    }

    private boolean failsAtStep(int failing) throws IOException {
        disk.play((number, _) -> {
            if (number >= failing) {
                throw new FileSystemException("/host/path", null, "No space left on device");
            }
        });
        Future<Optional<Throwable>> outcome = save(20).map(_ -> Optional.<Throwable>empty())
                .recover(failure -> Future.succeededFuture(Optional.of(failure)));
        Optional<Throwable> failure = Await.of(outcome);
        disk.play((_, _) -> {});
        if (failure.isEmpty()) {
            return false;
        }
        Fault fault = Fault.of(failure.get());
        assertThat(fault.code()).as("step %d", failing).isEqualTo(Code.WRITE_FAILED);
        assertThat(fault.getMessage()).contains("No space left on device").doesNotContain("/host");
        assertThat(everything()).as("step %d", failing).isEmpty();
        return true;
    }

    @Test
    void keepsNothingOfARefusedOrBrokenStream() throws IOException {
        Future<Upload> tooLarge =
                uploads.save(ACME, "a", Mode.LOCAL, new ScriptedSource(vertx, Collections.nCopies(20, CHUNK)), 500_000);
        Future<Upload> broken = uploads.save(
                ACME,
                "a",
                Mode.LOCAL,
                new ScriptedSource(vertx, Collections.nCopies(20, CHUNK), Optional.of(new IOException("reset"))),
                Long.MAX_VALUE);

        assertThat(Await.faultOf(tooLarge).code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(Await.faultOf(broken).code()).isEqualTo(Code.ABORTED);
        assertThat(everything()).isEmpty();
    }

    @Test
    void clearsWhatACrashLeft() throws IOException {
        Void _ = Await.of(uploads.close());
        Files.writeString(directory.resolve("_knarr-tmp/half"), "half");

        uploads = opened(TestPools.of(vertx).files());

        assertThat(everything()).isEmpty();
    }

    @Test
    void sweepsContentThatNobodyKnowsOnceItIsOldAndNothingElse() throws IOException {
        Path orphan = Files.writeString(directory.resolve("upload_" + "0".repeat(32) + ".pdf"), "x");
        Path foreign = Files.writeString(directory.resolve("notes.txt"), "x");
        Files.setLastModifiedTime(orphan, FileTime.from(clock.instant()));
        Files.setLastModifiedTime(foreign, FileTime.from(clock.instant()));
        assertThat(Await.of(uploads.sweep())).isZero();

        clock.advance(LIFETIME);

        assertThat(Await.of(uploads.sweep())).isEqualTo(1);
        assertThat(orphan).doesNotExist();
        assertThat(foreign).exists();
    }

    @Test
    void takesNoNoteOfAnotherProgramForItsOwn() throws IOException {
        String id = "upload_" + "0".repeat(32);
        for (String about : List.of("", "{", "[]", "{\"account\":7}", "{\"account\":\"acme\",\"created_at\":\"x\"}")) {
            Files.writeString(directory.resolve(id), "x");
            Files.writeString(directory.resolve(id + ".ov_upload.meta"), about);

            assertThat(Await.faultOf(uploads.find(ACME, id)).code()).isEqualTo(Code.PERMISSION_DENIED);
        }
    }

    @Test
    void isShutBeforeItOpensAndAfterItClosed() {
        FileUploads unopened =
                new FileUploads(workspace, TestPools.of(vertx).files(), clock, LIFETIME, new SecureRandom());
        Void _ = Await.of(uploads.close());

        for (FileUploads shut : List.of(unopened, uploads)) {
            assertThat(Await.faultOf(shut.find(ACME, "upload_")).code()).isEqualTo(Code.UNAVAILABLE);
            assertThat(Await.faultOf(shut.sweep()).code()).isEqualTo(Code.UNAVAILABLE);
            ScriptedSource source = new ScriptedSource(vertx, List.of(CHUNK));
            assertThat(Await.faultOf(shut.save(ACME, "a", Mode.LOCAL, source, Long.MAX_VALUE))
                            .code())
                    .isEqualTo(Code.UNAVAILABLE);
        }
    }

    private Future<Upload> save(int chunks) {
        ScriptedSource source = new ScriptedSource(vertx, Collections.nCopies(chunks, CHUNK));
        return uploads.save(ACME, "a.bin", Mode.LOCAL, source, Long.MAX_VALUE);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> found = Files.list(directory)) {
            return found.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    /** Every file, wherever. */
    private List<Path> everything() throws IOException {
        try (Stream<Path> found = Files.walk(directory)) {
            return found.filter(Files::isRegularFile).toList();
        }
    }

    /** A pool that can be told to do nothing for a while. */
    private static final class HeldPool implements Pool {
        private final Pool real;
        private Promise<Void> gate = Promise.promise();
        private Promise<Void> asked = Promise.promise();

        HeldPool(Pool real) {
            this.real = real;
        }

        synchronized void hold() {
            gate = Promise.promise();
            asked = Promise.promise();
        }

        synchronized void release() {
            gate.complete();
        }

        synchronized Future<Void> asked() {
            return asked.future();
        }

        @Override
        public synchronized <T> Future<T> run(Deadline deadline, Callable<T> task) {
            asked.tryComplete();
            return gate.future().compose(_ -> real.run(deadline, task));
        }

        @Override
        public String name() {
            return real.name();
        }

        @Override
        public int busy() {
            return real.busy();
        }

        @Override
        public int queued() {
            return real.queued();
        }
    }
}
