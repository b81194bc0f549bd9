package io.knarr.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.observe.Meters;
import io.knarr.offload.Offload;
import io.knarr.offload.Pool;
import io.knarr.offload.PoolSize;
import io.knarr.storage.embedded.DataDirectory.Waiver;
import io.knarr.testing.Await;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataDirectoryTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Pool FILES = new Offload(VERTX, Meters.NONE).pool("files", PoolSize.of(4, 100));
    private static final DirectoryOwner OWNER = new DirectoryOwner(
            ProcessHandle.current().pid(),
            "host-b",
            "http://127.0.0.1:1944",
            Instant.parse("2026-08-01T09:30:12Z"),
            "0.1.0");

    private static final List<Contender> CONTENDERS = new ArrayList<>();

    private final DirectoryLocks locks = new DirectoryLocks();
    private final List<DataDirectory> open = new ArrayList<>();

    @TempDir
    private Path parent;

    @AfterEach
    void closeAll() {
        open.forEach(directory -> Await.of(directory.close()));
    }

    @BeforeAll
    static void startContenders() throws IOException {
        for (int i = 0; i < 6; i++) {
            CONTENDERS.add(Contender.start());
        }
    }

    @AfterAll
    static void stop() {
        CONTENDERS.forEach(Contender::close);
        Await.of(VERTX.close());
    }

    @Test
    void makesTheDirectoryForThisUserOnly() throws Exception {
        Path path = parent.resolve("a/b");

        assertThat(Await.of(directory(path).open())).isEqualTo(path.toRealPath());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rwx------");
        assertThat(path.resolve("LOCK")).exists();
    }

    @Test
    void leavesADirectoryThatIsThereAsItIs() throws Exception {
        Path path = Files.createDirectory(
                parent.resolve("a"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));

        assertThat(Await.of(directory(path).open())).exists();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rwxr-x---");
    }

    @Test
    void saysWhoOwnsItForAsLongAsItIsOpen() {
        DataDirectory directory = directory(parent);
        assertThat(Await.of(directory.lastOwner())).isEmpty();
        Path _ = Await.of(directory.open());
        assertThat(Await.of(directory.lastOwner())).contains(OWNER);

        Await.of(directory.announce("http://127.0.0.1:4711"));

        assertThat(Await.of(directory(parent).lastOwner()).orElseThrow().url()).isEqualTo("http://127.0.0.1:4711");
        Await.of(directory.close());
        assertThat(Await.of(directory.lastOwner())).isEmpty();
        assertThat(parent.resolve("LOCK")).as("never removed").exists();
    }

    @Test
    void tellsALoserWhoHasItAndWhatToDo() throws Exception {
        Contender other = CONTENDERS.getFirst();
        assertThat(other.take(parent)).isEqualTo("mine");

        Fault fault = Await.faultOf(directory(parent).open());

        assertThat(fault.code()).isEqualTo(Code.FAILED_PRECONDITION);
        assertThat(fault.getMessage())
                .contains(parent.toRealPath().toString())
                .contains("host-a", "process " + other.pid(), "1970-01-01T00:00:00Z", "http://127.0.0.1:1933")
                .contains("over HTTP", "--data", "stop that process");
        assertThat(fault.details()).containsEntry("reason", DataDirectory.IN_USE);
        assertThat(fault.details().get("owner"))
                .isInstanceOf(Map.class)
                .asString()
                .contains("url=http://127.0.0.1:1933");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "garbage", "{", "{}", "[1]", "{\"pid\":\"x\",\"started_at\":7}", "{\"pid\":7,\"url\":null}"})
    void tellsALoserWhatToDoWithoutARecord(String record) throws Exception {
        Path path = Files.createDirectory(parent.resolve("a"));
        Path _ = Await.of(directory(path).open());
        Files.writeString(path.resolve("LOCK.owner"), record);
        if (record.isEmpty()) {
            Files.delete(path.resolve("LOCK.owner"));
        }

        Fault fault = DirectoryFaults.inUse(path, Await.of(directory(path).lastOwner()));

        assertThat(fault.getMessage()).contains(path.toString(), "another process", "over HTTP", "--data", "stop that");
        assertThat(fault.details()).doesNotContainKey("owner");
    }

    @Test
    void opensTwiceInOneProcessAndIsFreeAfterTheLastClose() throws Exception {
        DataDirectory first = directory(parent);
        DataDirectory second = directory(parent);
        Contender other = CONTENDERS.getFirst();
        Path _ = Await.of(first.open());
        Path _ = Await.of(second.open());
        Path _ = Await.of(second.open());

        Await.of(second.close());
        Await.of(second.close());
        Await.of(second.close());
        assertThat(other.take(parent)).contains("in use");

        Await.of(first.close());
        assertThat(other.take(parent)).isEqualTo("mine");

        Await.of(first.close());
        assertThat(Await.faultOf(first.open()).code()).isEqualTo(Code.FAILED_PRECONDITION);
        assertThat(other.give(parent)).isEqualTo("given");
        assertThat(Await.of(first.open())).exists();
    }

    @Test
    void anotherNameOfADirectoryIsTheSameDirectory() throws Exception {
        Path path = Files.createDirectory(parent.resolve("real"));
        Path alias = Files.createSymbolicLink(parent.resolve("alias"), path);
        Contender other = CONTENDERS.getFirst();
        DataDirectory byName = directory(path);
        DataDirectory byAlias = directory(alias);
        Path _ = Await.of(byName.open());
        assertThat(other.take(alias)).contains("in use");

        assertThat(Await.of(byAlias.open())).isEqualTo(path.toRealPath());
        Await.of(byName.close());

        assertThat(other.take(alias)).as("the alias still holds it").contains("in use");
    }

    @Test
    void ofManyStartersOneWins() throws Exception {
        for (int round = 0; round < 20; round++) {
            CONTENDERS.forEach(contender -> contender.tellToTake(parent));
            List<Contender> winners = new ArrayList<>();
            for (Contender contender : CONTENDERS) {
                if (contender.answer().equals("mine")) {
                    winners.add(contender);
                }
            }
            assertThat(winners).as("owners in round %d", round).hasSize(1);
            assertThat(winners.getFirst().give(parent)).isEqualTo("given");
        }
    }

    @Test
    void aKilledOwnerLeavesNothingBehind() throws Exception {
        Contender other = CONTENDERS.getFirst();
        try (Contender victim = Contender.start()) {
            assertThat(victim.take(parent)).isEqualTo("mine");
            assertThat(other.take(parent)).contains("process " + victim.pid());

            victim.kill();

            assertThat(other.take(parent)).isEqualTo("mine");
        }
        assertThat(other.give(parent)).isEqualTo("given");
    }

    @Test
    void nothingElseDoneInTheProcessLosesTheLock() throws Exception {
        long seed = Long.getLong("test.seed", 7);
        Random random = new Random(seed);
        DataDirectoryBlocking keeper = new DataDirectoryBlocking(parent, OWNER, locks);
        DataDirectoryBlocking passer = new DataDirectoryBlocking(parent, OWNER, locks);
        Path _ = keeper.acquire(Set.of());
        Contender other = CONTENDERS.getFirst();
        for (int i = 0; i < 10_000; i++) {
            switch (random.nextInt(6)) {
                case 0 -> assertThat(passer.acquire(Set.of())).isNotNull();
                case 1 -> passer.release();
                case 2 -> assertThat(passer.lastOwner()).contains(OWNER);
                case 3 ->
                    assertThat(Files.readString(parent.resolve("LOCK.owner"))).contains("host-b");
                case 4 -> Files.writeString(parent.resolve("file-" + random.nextInt(9)), "x");
                default -> {
                    try (var listed = Files.list(parent)) {
                        assertThat(listed.count()).isPositive();
                    }
                }
            }
            if (i % 1_000 == 0) {
                assertThat(other.take(parent)).as("seed %d, step %d", seed, i).contains("in use");
            }
        }
        keeper.release();
    }

    @Test
    void aSecondRegistryInOneProcessTakesNothingFromTheFirst() throws Exception {
        Path _ = Await.of(directory(parent).open());
        DataDirectoryBlocking stranger = new DataDirectoryBlocking(parent, OWNER, new DirectoryLocks());

        assertThatThrownBy(() -> stranger.acquire(Set.of())).isInstanceOf(IllegalStateException.class);

        Contender other = CONTENDERS.getFirst();
        assertThat(other.take(parent)).contains("in use");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%d", "%d\n", "{\"pid\": %d, \"host\": \"x\"}", "{\"pid\":\"%d\"}"})
    void refusesBesideALivingOpenViking(String record) throws Exception {
        long alive = ProcessHandle.current().parent().orElseThrow().pid();
        Files.writeString(parent.resolve(".openviking.pid"), record.formatted(alive));

        Fault fault = Await.faultOf(directory(parent).open());

        assertThat(fault.code()).isEqualTo(Code.FAILED_PRECONDITION);
        assertThat(fault.getMessage()).contains("OpenViking", "process " + alive, "--data");
        DataDirectory waiving = new DataDirectory(parent, OWNER, Set.of(Waiver.OPENVIKING_PROCESS), locks, FILES);
        open.add(waiving);
        assertThat(Await.of(waiving.open())).exists();
    }

    @Test
    void ignoresAnOpenVikingThatIsGone() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        assertThat(gone.waitFor()).isZero();
        for (String record : List.of(
                String.valueOf(gone.pid()), String.valueOf(OWNER.pid()), "", "garbage", "{}", "{\"pid\":null}", "-1")) {
            Files.writeString(parent.resolve(".openviking.pid"), record);
            DataDirectory directory = directory(parent);

            assertThat(Await.of(directory.open())).as(record).exists();

            Await.of(directory.close());
        }
    }

    @Test
    void refusesWhatItCannotWriteTo() throws Exception {
        Path file = Files.writeString(parent.resolve("file"), "x");
        Path occupied = Files.createDirectories(parent.resolve("occupied/LOCK")).getParent();
        for (Path path : List.of(file, file.resolve("below"), occupied)) {
            Fault fault = Await.faultOf(directory(path).open());

            assertThat(fault.code()).isEqualTo(Code.FAILED_PRECONDITION);
            assertThat(fault.details()).containsEntry("reason", "not_writable");
            assertThat(fault.getMessage()).contains(path.toString(), "--data");
        }
    }

    @Test
    void refusesAReadOnlyDirectory() throws Exception {
        Path path = Files.createDirectory(
                parent.resolve("a"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-x------")));
        assumeFalse(Files.isWritable(path), "root may write anywhere");

        assertThat(Await.faultOf(directory(path).open()).details()).containsEntry("reason", "not_writable");
    }

    @Test
    void refusesAFileSystemWithoutLocksUnlessForced() {
        DataDirectoryBlocking.Attempt failing = () -> {
            throw new IOException("Function not implemented");
        };

        assertThatThrownBy(() -> DataDirectoryBlocking.taken(failing, parent, Set.of()))
                .isInstanceOfSatisfying(Fault.class, fault -> {
                    assertThat(fault.details()).containsEntry("reason", "file_locks_missing");
                    assertThat(fault.getMessage()).contains(parent.toString(), "Function not implemented", "--data");
                });
        assertThat(DataDirectoryBlocking.taken(failing, parent, Set.of(Waiver.MISSING_FILE_LOCKS)))
                .isTrue();
    }

    private DataDirectory directory(Path path) {
        DataDirectory directory = new DataDirectory(path, OWNER, Set.of(), locks, FILES);
        open.add(directory);
        return directory;
    }
}
