package io.knarr.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.observe.Meters;
import io.knarr.offload.Offload;
import io.knarr.offload.Pool;
import io.knarr.offload.PoolSize;
import io.knarr.testing.Await;
import io.knarr.testing.FakeClock;
import io.knarr.uri.VikingUri;
import io.knarr.work.Job;
import io.knarr.work.NewJob;
import io.knarr.work.Queue;
import io.knarr.work.WorkQueue;
import io.knarr.work.WorkQueue.Hold;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkDatabaseTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Pool POOL = new Offload(VERTX, Meters.NONE).pool("store", WorkDatabase.POOL);
    private static final AccountId ACME = new AccountId("acme");

    @TempDir
    private Path directory;

    @AfterAll
    static void stop() {
        Await.of(VERTX.close());
    }

    @Test
    void whatIsAskedForTogetherSharesACommit() throws Exception {
        WorkDatabase database = opened(directory);
        Path log = directory.resolve("work.db-wal");
        long before = Files.size(log);

        List<Future<Integer>> writes = whileTheStoreIsBusy(() -> IntStream.range(0, 200)
                .mapToObj(i -> database.run(sql -> insert(sql, "queue-" + i)))
                .toList());

        writes.forEach(write -> assertThat(Await.of(write)).isEqualTo(1));
        assertThat(Files.size(log) - before).as("bytes of log for 200 writes").isLessThan(20 * 4_120L);
        Await.of(database.close());
    }

    @Test
    void anOperationThatFailsTakesBackItsOwnAndNothingElse() throws Exception {
        WorkDatabase database = opened(directory);
        List<Future<Integer>> writes = whileTheStoreIsBusy(() -> List.of(
                database.run(sql -> insert(sql, "first")),
                database.run(sql -> {
                    int _ = insert(sql, "half");
                    throw Fault.invalid("no");
                }),
                database.run(sql -> {
                    int _ = insert(sql, "half");
                    return insert(sql, "first");
                }),
                database.run(sql -> {
                    int _ = insert(sql, "half");
                    throw new IllegalStateException("a bug");
                }),
                database.run(sql -> insert(sql, "last"))));

        assertThat(Await.of(writes.get(0))).isEqualTo(1);
        assertThat(Await.faultOf(writes.get(1)).code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(Await.faultOf(writes.get(2)).code()).isEqualTo(Code.INTERNAL);
        assertThat(catching(writes.get(3))).isInstanceOf(IllegalStateException.class);
        assertThat(Await.of(writes.get(4))).isEqualTo(1);
        assertThat(queues(database)).containsExactly("first", "last");
        Await.of(database.close());
    }

    @Test
    void whatIsRefusedIsNeverExecuted() throws Exception {
        Pool narrow = new Offload(VERTX, Meters.NONE).pool("narrow", PoolSize.of(1, 1));
        WorkDatabase database = new WorkDatabase(directory, narrow);
        Await.of(database.open());
        CountDownLatch busy = new CountDownLatch(1);
        Future<Boolean> blocker = database.run(_ -> awaited(busy));

        Future<Integer> admitted = database.run(sql -> insert(sql, "admitted"));
        Future<Integer> refused = database.run(sql -> insert(sql, "refused"));
        busy.countDown();

        assertThat(Await.faultOf(refused).code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(Await.of(blocker)).isTrue();
        assertThat(Await.of(admitted)).isEqualTo(1);
        assertThat(queues(database)).containsExactly("admitted");
        Await.of(database.close());
    }

    @Test
    void futuresCompleteOnTheContextOfTheCaller() {
        WorkDatabase database = opened(directory);
        Context context = VERTX.getOrCreateContext();
        Promise<Boolean> same = Promise.promise();

        context.runOnContext(
                _ -> database.check().onComplete(_ -> same.complete(VERTX.getOrCreateContext() == context)));

        assertThat(Await.of(same.future())).isTrue();
        Await.of(database.close());
    }

    @Test
    void aFullDiskIsToldAndGotOver() {
        WorkDatabase database = opened(directory);
        WorkQueue queue = new SqliteWorkQueue(database, new FakeClock());
        Await.of(enqueue(queue, "before"));
        long pages = Await.of(database.run(
                sql -> sql.first("PRAGMA page_count", row -> row.getLong(1)).orElseThrow()));
        limitPages(database, pages);

        Future<List<Long>> refused = enqueue(queue, "x".repeat(200), 2_000);
        Future<List<Long>> together = enqueue(queue, "y".repeat(200), 2_000);

        assertThat(Await.faultOf(refused).code()).isEqualTo(Code.WRITE_FAILED);
        assertThat(Await.faultOf(together).code()).isEqualTo(Code.WRITE_FAILED);
        assertThat(Await.faultOf(refused).getMessage()).contains("work.db");
        assertThat(waiting(queue)).containsExactly("before");
        limitPages(database, 1_000_000);
        Await.of(enqueue(queue, "after"));
        assertThat(waiting(queue)).containsExactly("after", "before");
        Await.of(database.close());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 4_096, 100_000})
    void aFileThatIsNoDatabaseIsLeftAloneAndNamed(int bytes) throws Exception {
        Path file = directory.resolve("work.db");
        byte[] garbage =
                "not a database! ".repeat(bytes / 16 + 1).substring(0, bytes).getBytes(StandardCharsets.US_ASCII);
        Files.write(file, garbage);

        Fault fault = Await.faultOf(database(directory).open());

        assertThat(fault.code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(fault.getMessage()).contains(file.toString(), "move it away");
        assertThat(Files.readAllBytes(file)).isEqualTo(garbage);
    }

    @Test
    void aDamagedDatabaseIsTold() throws Exception {
        WorkDatabase database = opened(directory);
        Await.of(enqueue(new SqliteWorkQueue(database, new FakeClock()), "a", 500));
        Await.of(database.close());
        Path file = directory.resolve("work.db");
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 4_096; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        Files.write(file, bytes);

        Fault fault = Await.faultOf(database(directory).open());

        assertThat(fault.code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }

    @Test
    void aDirectoryThatIsNotThereIsTold() {
        Fault fault = Await.faultOf(database(directory.resolve("missing")).open());

        assertThat(fault.code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(fault.getMessage()).contains("missing");
    }

    @Test
    void aDatabaseOfANewerVersionIsRefused() {
        WorkDatabase database = opened(directory);
        Await.of(database.change(sql -> sql.execute("PRAGMA user_version = 9999")));
        Await.of(database.close());

        assertThat(Await.faultOf(database(directory).open()).code()).isEqualTo(Code.FAILED_PRECONDITION);
    }

    @Test
    void nothingWorksBeforeItIsOpenOrAfterItIsClosed() {
        WorkDatabase database = database(directory);
        assertThat(Await.faultOf(database.check()).code()).isEqualTo(Code.UNAVAILABLE);

        Await.of(database.open());
        Await.of(database.open());
        Await.of(database.check());
        Await.of(database.close());
        Await.of(database.close());

        assertThat(Await.faultOf(database.check()).code()).isEqualTo(Code.UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "what?x=1", "100%25", "#1", "日本語", "a'b", "x&y=z;"})
    void livesInDirectoriesWithOddNames(String name) throws Exception {
        Path odd = Files.createDirectory(directory.resolve(name));

        WorkDatabase database = opened(odd);
        Await.of(enqueue(new SqliteWorkQueue(database, new FakeClock()), "a"));
        Await.of(database.close());

        assertThat(Files.size(odd.resolve("work.db"))).isPositive();
        WorkDatabase again = opened(odd);
        assertThat(waiting(new SqliteWorkQueue(again, new FakeClock()))).containsExactly("a");
        Await.of(again.close());
    }

    /** The log is cut at each byte of its last record (at every border, and between): the rest must be there. */
    @Test
    void aTornLogLosesAtMostWhatWasNotAcknowledged() throws Exception {
        Path live = Files.createDirectory(directory.resolve("live"));
        WorkDatabase database = opened(live);
        WorkQueue queue = new SqliteWorkQueue(database, new FakeClock());
        Await.of(enqueue(queue, "acknowledged", 20));
        byte[] file = Files.readAllBytes(live.resolve("work.db"));
        int acknowledged = (int) Files.size(live.resolve("work.db-wal"));
        Await.of(enqueue(queue, "last"));
        byte[] log = Files.readAllBytes(live.resolve("work.db-wal"));
        Await.of(database.close());
        assertThat(log.length).isGreaterThan(acknowledged);

        for (int length : cuts(acknowledged, log.length)) {
            Path torn = Files.createDirectory(directory.resolve("torn-" + length));
            Files.write(torn.resolve("work.db"), file);
            Files.write(torn.resolve("work.db-wal"), Arrays.copyOf(log, length));

            WorkDatabase again = opened(torn);
            List<String> found = waiting(new SqliteWorkQueue(again, new FakeClock()));
            assertThat(found).as("cut at %d of %d", length, log.length).hasSize(length == log.length ? 21 : 20);
            Await.of(again.close());
        }
    }

    private static Set<Integer> cuts(int from, int to) {
        Set<Integer> cuts = new TreeSet<>(List.of(from, from + 1, to - 1, to));
        int header = 24;
        int frame = header + 4_096;
        for (int border = from; border < to; border += frame) {
            cuts.addAll(List.of(border, border + header, border + frame / 2));
        }
        return cuts;
    }

    private static WorkDatabase database(Path directory) {
        return new WorkDatabase(directory, POOL);
    }

    private static WorkDatabase opened(Path directory) {
        WorkDatabase database = database(directory);
        Await.of(database.open());
        return database;
    }

    /** Asks while the only thread is held, so that all of it comes into one batch. */
    private static <T> List<Future<T>> whileTheStoreIsBusy(Supplier<List<Future<T>>> asked) {
        CountDownLatch busy = new CountDownLatch(1);
        Future<Boolean> blocker = POOL.run(() -> awaited(busy));
        List<Future<T>> futures = asked.get();
        busy.countDown();
        assertThat(Await.of(blocker)).isTrue();
        return futures;
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static int insert(SqlBlocking sql, String queue) throws SQLException {
        return sql.change("INSERT INTO queue_ended (queue, processed, requeued, errors) VALUES (?, 0, 0, 0)", queue);
    }

    private static List<String> queues(WorkDatabase database) {
        return Await.of(
                database.run(sql -> sql.rows("SELECT queue FROM queue_ended ORDER BY 1", row -> row.getString(1))));
    }

    private static void limitPages(WorkDatabase database, long pages) {
        long _ = Await.of(database.run(sql -> sql.first("PRAGMA max_page_count = " + pages, row -> row.getLong(1))
                .orElseThrow()));
    }

    private static Future<List<Long>> enqueue(WorkQueue queue, String name) {
        return enqueue(queue, name, 1);
    }

    private static Future<List<Long>> enqueue(WorkQueue queue, String name, int count) {
        List<NewJob> jobs = IntStream.range(0, count)
                .mapToObj(i -> new NewJob(
                        Queue.EMBEDDING, VikingUri.of(count == 1 ? name : name + i), new JsonObject(), List.of()))
                .toList();
        return queue.enqueue(ACME, jobs, Hold.READY);
    }

    /** Names of the keys that can be claimed, which they are thereby for no time at all. */
    private static List<String> waiting(WorkQueue queue) {
        List<String> names = new ArrayList<>();
        for (Job job : Await.of(queue.claim(Queue.EMBEDDING, "worker", 100, Duration.ZERO))) {
            names.add(job.key().name());
        }
        return names.stream().sorted().toList();
    }

    private static Throwable catching(Future<?> future) {
        return catchThrowable(() -> Await.of(future));
    }
}
