package io.knarr.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.observe.Meters;
import io.knarr.offload.Offload;
import io.knarr.testing.Await;
import io.knarr.testing.FakeClock;
import io.knarr.testing.MemoryWorkQueue;
import io.knarr.work.GroupProgress;
import io.knarr.work.Job;
import io.knarr.work.NewJob;
import io.knarr.work.Queue;
import io.knarr.work.QueueCounts;
import io.knarr.work.WorkQueue;
import io.knarr.work.WorkQueue.Hold;
import io.knarr.work.WorkQueueContract;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteWorkQueueTest extends WorkQueueContract {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Offload OFFLOAD = new Offload(VERTX, Meters.NONE);

    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private WorkDatabase database;

    @SuppressWarnings("NullAway.Init")
    private WorkQueue queue;

    @Override
    @CanIgnoreReturnValue
    protected WorkQueue open(FakeClock clock) {
        database = new WorkDatabase(directory, OFFLOAD.pool("store", WorkDatabase.POOL));
        Await.of(database.open());
        queue = new SqliteWorkQueue(database, clock);
        return queue;
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
    void whatADeadProcessHeldOrRanIsClaimableAtOnce() {
        List<Long> ran = Await.of(queue.enqueue(ACME, List.of(job("viking://resources/ran")), Hold.READY));
        Job lost = Await.of(queue.claim(Queue.EMBEDDING, "worker", 1, LEASE)).getFirst();
        List<Long> held = Await.of(queue.enqueue(ACME, List.of(job("viking://resources/held")), Hold.HELD));

        Await.of(database.close());
        open(clock);

        List<Job> claimed = Await.of(queue.claim(Queue.EMBEDDING, "worker", 9, LEASE));
        assertThat(claimed).extracting(Job::id).containsExactly(ran.getFirst(), held.getFirst());
        assertThat(claimed).extracting(Job::attempt).containsExactly(2, 1);
        assertThat(Await.faultOf(queue.complete(List.of(lost), List.of())).code())
                .isEqualTo(Code.ABORTED);
    }

    @Test
    void jobsOfOneKeyBecomeOneWhenOpened() {
        enqueue(job("viking://resources/a", new JsonObject().put("x", 1), "g1"), Hold.READY);
        var _ = Await.of(queue.claim(Queue.EMBEDDING, "worker", 1, LEASE));
        enqueue(job("viking://resources/a", new JsonObject().put("y", 2), "g2"), Hold.READY);
        enqueue(job("viking://resources/a", new JsonObject().put("z", 3), "g3"), Hold.HELD);
        enqueue(job("viking://resources/a", new JsonObject().put("z", 4), "g3"), Hold.HELD);

        Await.of(database.close());
        open(clock);

        List<Job> claimed = Await.of(queue.claim(Queue.EMBEDDING, "worker", 9, LEASE));
        assertThat(claimed).hasSize(1);
        assertThat(claimed.getFirst().payload())
                .isEqualTo(new JsonObject().put("x", 1).put("y", 2).put("z", 4));
        assertThat(claimed.getFirst().groups()).containsExactly("g1", "g2", "g3");
        assertThat(claimed.getFirst().attempt()).isEqualTo(2);
    }

    @Test
    void countersAndDeadLettersSurvive() {
        enqueue(job("viking://resources/a", new JsonObject(), "g"), Hold.READY);
        Job job = Await.of(queue.claim(Queue.EMBEDDING, "worker", 1, LEASE)).getFirst();
        Await.of(queue.fail(job, "broken", Optional.empty()));
        Map<Queue, QueueCounts> counts = Await.of(queue.counts());
        GroupProgress progress = Await.of(queue.progress("g"));

        Await.of(database.close());
        open(clock);

        assertThat(Await.of(queue.counts())).isEqualTo(counts);
        assertThat(Await.of(queue.progress("g"))).isEqualTo(progress);
    }

    @Test
    void forgetsEndedGroupsAfterADayUnlessTheyGoOn() {
        for (String key : List.of("a", "b", "c")) {
            enqueue(job("viking://resources/" + key, new JsonObject(), key.equals("a") ? "over" : "open"), Hold.READY);
        }
        List<Job> two = Await.of(queue.claim(Queue.EMBEDDING, "worker", 2, Duration.ofDays(9)));
        Await.of(queue.complete(two, List.of()));
        clock.advance(Duration.ofHours(24).plusMillis(1));

        enqueue(job("viking://resources/other"), Hold.READY);

        assertThat(Await.of(queue.progress("over"))).isEqualTo(GroupProgress.NOTHING);
        assertThat(Await.of(queue.progress("open")).in(Queue.EMBEDDING).processed())
                .isEqualTo(1);
    }

    @Test
    void claimingLooksAtNoJobThatIsNotWanted() {
        for (String sql :
                List.of(ClaimsBlocking.NEXT_ACCOUNT, ClaimsBlocking.CLAIMABLE, ClaimsBlocking.CLAIMABLE_BOTTOM_UP)) {
            List<String> plan = Await.of(database.run(
                    statements -> statements.rows("EXPLAIN QUERY PLAN " + sql, row -> row.getString("detail"))));

            assertThat(plan).as(sql).isNotEmpty().noneMatch(step -> step.startsWith("SCAN") || step.contains("B-TREE"));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void doesWhatTheFixtureDoes(long seed) {
        WorkQueue fixture = new MemoryWorkQueue(clock);
        Random ours = new Random(seed);
        Random theirs = new Random(seed);
        List<Job> ourClaims = new ArrayList<>();
        List<Job> theirClaims = new ArrayList<>();
        List<Long> ourHolds = new ArrayList<>();
        List<Long> theirHolds = new ArrayList<>();

        for (int step = 0; step < 150; step++) {
            String our = step(queue, ours, ourClaims, ourHolds);
            String their = step(fixture, theirs, theirClaims, theirHolds);
            assertThat(our).as("seed %d, step %d", seed, step).isEqualTo(their);
            assertThat(Await.of(queue.counts()))
                    .as("seed %d, step %d: %s", seed, step, our)
                    .isEqualTo(Await.of(fixture.counts()));
        }
    }

    /** One random step; what it comes to, without ids, which may differ. */
    private String step(WorkQueue work, Random random, List<Job> claims, List<Long> holds) {
        AccountId account = random.nextBoolean() ? ACME : DECOY;
        Queue kind = random.nextBoolean() ? Queue.SEMANTIC : Queue.EMBEDDING;
        switch (random.nextInt(10)) {
            case 0, 1 -> {
                return "enqueue "
                        + Await.of(work.enqueue(account, jobs(kind, random), Hold.READY))
                                .size();
            }
            case 2 -> {
                holds.addAll(Await.of(work.enqueue(account, jobs(kind, random), Hold.HELD)));
                return "hold " + holds.size();
            }
            case 3 -> {
                Await.of(work.release(holds));
                holds.clear();
                return "release";
            }
            case 4, 5 -> {
                List<Job> claimed = Await.of(work.claim(kind, "worker", random.nextInt(4), LEASE));
                claims.addAll(claimed);
                return "claim "
                        + claimed.stream().map(SqliteWorkQueueTest::shown).toList();
            }
            case 6 -> {
                return "complete " + outcome(work.complete(taken(claims, random), jobs(kind, random)));
            }
            case 7 -> {
                Optional<Instant> retry = random.nextInt(3) == 0
                        ? Optional.empty()
                        : Optional.of(clock.instant().plusSeconds(random.nextInt(90)));
                return "fail "
                        + taken(claims, random).stream()
                                .map(job -> outcome(work.fail(job, "error", retry)))
                                .toList();
            }
            case 8 -> {
                // Both take the step at the same time of a clock they share.
                if (work == queue) {
                    clock.advance(Duration.ofSeconds(random.nextInt(30)));
                } else {
                    int _ = random.nextInt(30);
                }
                return "progress "
                        + IntStream.range(0, 3)
                                .mapToObj(i -> Await.of(work.progress("g" + i)))
                                .toList();
            }
            default -> {
                return random.nextInt(4) == 0
                        ? "withdraw " + Await.of(work.withdraw("g" + random.nextInt(3)))
                        : "renew " + Await.of(work.renew(claims, LEASE)).size();
            }
        }
    }

    private static List<NewJob> jobs(Queue kind, Random random) {
        List<NewJob> jobs = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            String key = List.of("", "a", "a/b", "a/b/c", "a-b", "d").get(random.nextInt(6));
            JsonObject payload = new JsonObject().put("k" + random.nextInt(3), random.nextInt(100));
            String[] groups = random.nextInt(4) == 0 ? new String[0] : new String[] {"g" + random.nextInt(3)};
            jobs.add(job(kind, "viking://" + key, payload, groups));
        }
        return jobs;
    }

    private static List<Job> taken(List<Job> claims, Random random) {
        return claims.isEmpty() ? List.of() : List.of(claims.remove(random.nextInt(claims.size())));
    }

    private static String shown(Job job) {
        return List.of(job.account(), job.queue(), job.key(), job.payload(), job.groups(), job.attempt())
                .toString();
    }

    private static String outcome(Future<Void> change) {
        try {
            Await.of(change);
            return "done";
        } catch (Fault fault) {
            return fault.code().toString();
        }
    }

    private void enqueue(NewJob job, Hold hold) {
        var _ = Await.of(queue.enqueue(ACME, List.of(job), hold));
    }
}
