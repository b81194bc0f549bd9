package io.knarr.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.testing.Await;
import io.knarr.testing.FakeClock;
import io.knarr.testing.FastTempDir;
import io.knarr.testing.ScriptedSource;
import io.knarr.tree.UploadStore.Mode;
import io.knarr.tree.UploadStore.Upload;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link UploadStore} does. A subclass says how an empty one is opened. */
public abstract class UploadStoreContract {
    protected static final AccountId ACME = new AccountId("acme");
    protected static final AccountId DECOY = new AccountId("decoy");
    private static final Duration LIFETIME = Duration.ofHours(12);
    private static final long SEED = Long.getLong("test.seed", 20261121L);

    private static Vertx vertx = Vertx.vertx();

    @TempDir(factory = FastTempDir.class)
    protected Path directory;

    protected final FakeClock clock = new FakeClock();
    private UploadStore uploads;

    /**
     * A store, open and empty.
     *
     * @param lifetime of an upload; zero is for ever
     */
    protected abstract UploadStore open(Vertx vertx, Path directory, Clock clock, Duration lifetime) throws Exception;

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
    void openEmpty() throws Exception {
        uploads = open(vertx, directory, clock, LIFETIME);
    }

    @Test
    void keepsAnUploadWithItsNameForMoreThanOneUse() throws IOException {
        Upload upload = Await.of(save("Hand buch\u00fc.tar.gz", "tea", 100));

        assertThat(upload.id()).matches("upload_[0-9a-f]{32}\\.gz");
        assertThat(upload).isEqualTo(new Upload(upload.id(), "Hand buch\u00fc.tar.gz", 3, clock.instant()));
        assertThat(Await.of(uploads.find(ACME, upload.id()))).isEqualTo(upload);
        for (int use = 0; use < 2; use++) {
            assertThat(Await.of(uploads.localCopy(ACME, upload.id()))).hasContent("tea");
        }
    }

    @Test
    void givesASharedIdWhereAskedFor() {
        Upload upload = Await.of(uploads.save(ACME, "a.pdf", Mode.SHARED, source(List.of(Buffer.buffer("tea"))), 100));

        assertThat(upload.id()).matches("shared_" + clock.millis() + "-[0-9a-f]{32}");
        assertThat(Await.of(uploads.localCopy(ACME, upload.id()))).hasContent("tea");
    }

    @ParameterizedTest
    @ValueSource(strings = {"noextension", ".hidden", "a.", "a.b/c", "a.\u6587", "a.toolongtobeanextension"})
    void leavesOutAnExtensionThatIsNone(String fileName) {
        Upload upload = Await.of(save(fileName, "x", 100));

        assertThat(upload.id()).matches("upload_[0-9a-f]{32}");
        assertThat(upload.fileName()).isEqualTo(fileName);
    }

    @Test
    void keepsAnEmptyUpload() {
        Upload upload = Await.of(uploads.save(ACME, "a", Mode.LOCAL, source(List.of()), 0));

        assertThat(upload.size()).isZero();
        assertThat(Await.of(uploads.localCopy(ACME, upload.id()))).isEmptyFile();
    }

    @Test
    void keepsALargeUploadAsItCame() throws IOException {
        Random random = new Random(SEED);
        List<Buffer> chunks = new ArrayList<>();
        Buffer whole = Buffer.buffer();
        while (whole.length() < 4_000_000) {
            byte[] chunk = new byte[random.nextInt(100_000)];
            random.nextBytes(chunk);
            chunks.add(Buffer.buffer(chunk));
            whole.appendBytes(chunk);
        }

        Upload upload = Await.of(uploads.save(ACME, "a.bin", Mode.LOCAL, source(chunks), whole.length()));

        assertThat(upload.size()).isEqualTo(whole.length());
        assertThat(Files.readAllBytes(Await.of(uploads.localCopy(ACME, upload.id()))))
                .as("seed %d", SEED)
                .isEqualTo(whole.getBytes());
    }

    @Test
    void refusesWhatIsTooLargeAndReadsTheRest() {
        ScriptedSource source = source(List.of(Buffer.buffer("12345"), Buffer.buffer("6"), Buffer.buffer("7")));

        Fault fault = Await.faultOf(uploads.save(ACME, "a", Mode.LOCAL, source, 5));

        assertThat(fault.code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(fault.getMessage()).contains("5 bytes");
        clock.advance(LIFETIME);
        assertThat(Await.of(uploads.sweep())).isZero();
    }

    @Test
    void keepsNothingOfAStreamThatBreaks() {
        ScriptedSource breaking = new ScriptedSource(
                vertx, List.of(Buffer.buffer("x".repeat(300_000))), Optional.of(new IOException("connection reset")));

        Fault fault = Await.faultOf(uploads.save(ACME, "a", Mode.LOCAL, breaking, 1_000_000));

        assertThat(fault.code()).isEqualTo(Code.ABORTED);
        clock.advance(LIFETIME);
        assertThat(Await.of(uploads.sweep())).isZero();
    }

    @Test
    void deniesTheIdOfAnotherAccountLikeOneThatNeverWas() {
        Upload upload = Await.of(save("a.txt", "x", 100));
        String unknown = "upload_" + "0".repeat(32) + ".txt";

        Fault foreign = Await.faultOf(uploads.find(DECOY, upload.id()));
        Fault absent = Await.faultOf(uploads.find(DECOY, unknown));

        assertThat(foreign.code()).isEqualTo(Code.PERMISSION_DENIED);
        assertThat(absent.code()).isEqualTo(Code.PERMISSION_DENIED);
        assertThat(foreign.getMessage().replace(upload.id(), unknown)).isEqualTo(absent.getMessage());
        assertThat(Await.faultOf(uploads.localCopy(DECOY, upload.id())).code()).isEqualTo(Code.PERMISSION_DENIED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "../upload_00000000000000000000000000000000",
                "/etc/passwd",
                "upload_00000000000000000000000000000000/../../x",
                "upload_0000000000000000000000000000000\u0000",
                "upload_00000000000000000000000000000000.ov_upload.meta",
                "shared_1-0"
            })
    void deniesWhatIsNoId(String id) {
        assertThat(Await.faultOf(uploads.find(ACME, id)).code()).isEqualTo(Code.PERMISSION_DENIED);
        assertThat(Await.faultOf(uploads.localCopy(ACME, id)).code()).isEqualTo(Code.PERMISSION_DENIED);
    }

    @Test
    void deniesAnExpiredOneBeforeItIsSweptAndSweepsIt() {
        Upload old = Await.of(save("a.txt", "x", 100));
        clock.advance(LIFETIME.minusMillis(1));
        Upload young = Await.of(save("a.txt", "x", 100));
        assertThat(Await.of(uploads.find(ACME, old.id()))).isEqualTo(old);
        assertThat(Await.of(uploads.sweep())).isZero();

        clock.advance(Duration.ofMillis(1));

        assertThat(Await.faultOf(uploads.find(ACME, old.id())).code()).isEqualTo(Code.PERMISSION_DENIED);
        assertThat(Await.of(uploads.sweep())).isEqualTo(1);
        assertThat(Await.of(uploads.sweep())).isZero();
        assertThat(Await.of(uploads.find(ACME, young.id()))).isEqualTo(young);
    }

    @Test
    void keepsForEverWithoutALifetime() throws Exception {
        uploads = open(vertx, Files.createDirectory(directory.resolve("other")), clock, Duration.ZERO);
        Upload upload = Await.of(save("a.txt", "x", 100));

        clock.advance(Duration.ofDays(4000));

        assertThat(Await.of(uploads.sweep())).isZero();
        assertThat(Await.of(uploads.find(ACME, upload.id()))).isEqualTo(upload);
    }

    @Test
    void takesManyAtOnce() {
        List<Future<Upload>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(save("a.txt", "content " + i, 100));
        }

        Await.of(Future.all(all));

        for (int i = 0; i < 20; i++) {
            assertThat(Await.of(uploads.localCopy(ACME, all.get(i).result().id())))
                    .hasContent("content " + i);
        }
    }

    private Future<Upload> save(String fileName, String content, long maxBytes) {
        return uploads.save(ACME, fileName, Mode.LOCAL, source(List.of(Buffer.buffer(content))), maxBytes);
    }

    protected static ScriptedSource source(List<Buffer> chunks) {
        return new ScriptedSource(vertx, chunks);
    }
}
