package io.knarr.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.knarr.fault.Code;
import io.knarr.identity.AccountId;
import io.knarr.testing.Await;
import io.knarr.testing.FakeClock;
import io.knarr.uri.VikingUri;
import io.knarr.work.WorkQueue.Hold;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link WorkQueue} does. A subclass says how an empty one is opened, and closes it. */
public abstract class WorkQueueContract {
    protected static final AccountId ACME = new AccountId("acme");
    protected static final AccountId DECOY = new AccountId("decoy");
    protected static final Duration LEASE = Duration.ofMinutes(1);

    protected final FakeClock clock = new FakeClock();
    private WorkQueue work;

    /** An empty queue. */
    protected abstract WorkQueue open(FakeClock clock) throws Exception;

    @BeforeEach
    void openEmpty() throws Exception {
        work = open(clock);
    }

    @Test
    void startsEmpty() {
        assertThat(Await.of(work.counts())).containsOnlyKeys(Queue.values());
        assertThat(Await.of(work.counts()).values()).containsOnly(QueueCounts.NONE);
        assertThat(claim(Queue.EMBEDDING, 10)).isEmpty();
        assertThat(Await.of(work.progress("nobody"))).isEqualTo(GroupProgress.NOTHING);
        assertThat(Await.of(work.withdraw("nobody"))).isZero();
        assertThat(Await.of(work.enqueue(ACME, List.of(), Hold.READY))).isEmpty();
    }

    @Test
    void handsOutAJobAsItWasEnqueued() {
        JsonObject payload = new JsonObject()
                .put("text", "ü\uD83D\uDE00\n\"")
                .put("n", 1)
                .put("list", new JsonArray().add(true).add(new JsonObject().put("deep", 1.5)));
        long id = enqueue(ACME, job("viking://resources/a", payload, "g2", "g1"));

        Job claimed = claimOne(Queue.EMBEDDING);

        assertThat(claimed.id()).isEqualTo(id);
        assertThat(claimed.account()).isEqualTo(ACME);
        assertThat(claimed.queue()).isEqualTo(Queue.EMBEDDING);
        assertThat(claimed.key()).isEqualTo(uri("viking://resources/a"));
        assertThat(claimed.payload()).isEqualTo(payload);
        assertThat(claimed.groups()).containsExactlyInAnyOrder("g1", "g2");
        assertThat(claimed.attempt()).isEqualTo(1);
        assertThat(claim(Queue.EMBEDDING, 1)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "resources", "a b", "100%25_", "what?x=1", "日本語/ñ/\uD83D\uDE00", "a'b\"c;--", "x*[y]", " "})
    void keepsOddKeys(String path) {
        VikingUri key = VikingUri.ROOT.resolve(path);
        var _ = Await.of(
                work.enqueue(ACME, List.of(new NewJob(Queue.SEMANTIC, key, new JsonObject(), List.of())), Hold.READY));

        assertThat(claimOne(Queue.SEMANTIC).key()).isEqualTo(key);
    }

    @Test
    void keepsLongKeys() {
        String key = "viking://resources/" + "x/".repeat(500) + "y".repeat(255);
        long id = enqueue(ACME, job(key));

        assertThat(claimOne(Queue.EMBEDDING)).satisfies(job -> {
            assertThat(job.id()).isEqualTo(id);
            assertThat(job.key().toString()).isEqualTo(key);
        });
    }

    @Test
    void handsOutThoseDueTheLongestFirst() {
        List<Long> ids = new ArrayList<>();
        for (String name : List.of("c", "a", "b")) {
            ids.add(enqueue(ACME, job("viking://resources/" + name)));
            clock.advance(Duration.ofMillis(1));
        }

        assertThat(claim(Queue.EMBEDDING, 2)).extracting(Job::id).containsExactly(ids.get(0), ids.get(1));
        assertThat(claim(Queue.EMBEDDING, 2)).extracting(Job::id).containsExactly(ids.get(2));
    }

    @Test
    void claimsNothingWhenNothingIsWanted() {
        enqueue(ACME, job("viking://resources/a"));

        assertThat(claim(Queue.EMBEDDING, 0)).isEmpty();
    }

    /** Jobs of one account, queue and key. */
    @Nested
    class Joining {
        @Test
        void joinsTheWaitingJobOfItsKey() {
            long first = enqueue(
                    ACME,
                    job("viking://resources/a", new JsonObject().put("x", 1).put("y", 1), "g1"));
            long second = enqueue(
                    ACME,
                    job("viking://resources/a", new JsonObject().put("y", 2).put("z", 2), "g2"));

            assertThat(second).isEqualTo(first);
            Job claimed = claimOne(Queue.EMBEDDING);
            assertThat(claimed.payload())
                    .isEqualTo(new JsonObject().put("x", 1).put("y", 2).put("z", 2));
            assertThat(claimed.groups()).containsExactlyInAnyOrder("g1", "g2");
            assertThat(claim(Queue.EMBEDDING, 1)).isEmpty();
        }

        @Test
        void joinsWithinOneCallToo() {
            List<Long> ids = Await.of(work.enqueue(
                    ACME,
                    List.of(job("viking://resources/a"), job("viking://resources/b"), job("viking://resources/a")),
                    Hold.READY));

            assertThat(ids.get(2)).isEqualTo(ids.get(0)).isNotEqualTo(ids.get(1));
        }

        @Test
        void keepsAccountsAndQueuesApart() {
            enqueue(ACME, job("viking://resources/a"));
            enqueue(DECOY, job("viking://resources/a"));
            enqueue(ACME, job(Queue.SEMANTIC, "viking://resources/a"));

            assertThat(claim(Queue.EMBEDDING, 9)).extracting(Job::account).containsExactly(ACME, DECOY);
            assertThat(claim(Queue.SEMANTIC, 9)).hasSize(1);
        }

        @Test
        void takesTheEarlierDueTimeAndKeepsTheTries() {
            enqueue(ACME, job("viking://resources/a"));
            failed(claimOne(Queue.EMBEDDING), Duration.ofHours(1));

            enqueue(ACME, job("viking://resources/a"));

            assertThat(claimOne(Queue.EMBEDDING).attempt()).isEqualTo(2);
        }

        @Test
        void waitsForTheRunningJobOfItsKey() {
            long first = enqueue(ACME, job("viking://resources/a"));
            Job running = claimOne(Queue.EMBEDDING);

            long second = enqueue(ACME, job("viking://resources/a"));

            assertThat(second).isNotEqualTo(first);
            assertThat(claim(Queue.EMBEDDING, 1)).isEmpty();
            completed(running);
            assertThat(claimOne(Queue.EMBEDDING).id()).isEqualTo(second);
        }

        @Test
        void aTryToBeRepeatedJoinsTheLaterJobOfItsKey() {
            enqueue(
                    ACME,
                    job("viking://resources/a", new JsonObject().put("x", 1).put("y", 1), "g1"));
            Job running = claimOne(Queue.EMBEDDING);
            enqueue(ACME, job("viking://resources/a", new JsonObject().put("y", 2), "g2"));

            failed(running, Duration.ofHours(1));

            Job claimed = claimOne(Queue.EMBEDDING);
            assertThat(claimed.attempt()).isEqualTo(2);
            assertThat(claimed.payload()).isEqualTo(new JsonObject().put("x", 1).put("y", 2));
            assertThat(claimed.groups()).containsExactlyInAnyOrder("g1", "g2");
        }

        @Test
        void anExpiredClaimJoinsTheLaterJobOfItsKey() {
            enqueue(ACME, job("viking://resources/a", new JsonObject().put("x", 1), "g1"));
            Job lost = claimOne(Queue.EMBEDDING);
            enqueue(ACME, job("viking://resources/a", new JsonObject().put("y", 2), "g2"));
            clock.advance(LEASE);

            Job claimed = claimOne(Queue.EMBEDDING);

            assertThat(claimed.payload()).isEqualTo(new JsonObject().put("x", 1).put("y", 2));
            assertThat(claimed.groups()).containsExactlyInAnyOrder("g1", "g2");
            assertThat(Await.faultOf(work.complete(List.of(lost), List.of())).code())
                    .isEqualTo(Code.ABORTED);
        }
    }

    /** Jobs that wait for a change to be made. */
    @Nested
    class Holding {
        @Test
        void heldJobsWaitForTheirRelease() {
            List<Long> ids = Await.of(work.enqueue(ACME, List.of(job("viking://resources/a")), Hold.HELD));
            assertThat(claim(Queue.EMBEDDING, 1)).isEmpty();
            assertThat(embeddingCounts()).isEqualTo(new QueueCounts(1, 0, 0, 0, 0, 0));

            Await.of(work.release(ids));

            assertThat(claim(Queue.EMBEDDING, 1)).extracting(Job::id).isEqualTo(ids);
        }

        @Test
        void aHeldJobNeitherDelaysAWaitingOneNorRunsWithIt() {
            enqueue(ACME, job("viking://resources/a", new JsonObject().put("x", 1), "g1"));
            List<Long> held = Await.of(work.enqueue(
                    ACME, List.of(job("viking://resources/a", new JsonObject().put("y", 2), "g2")), Hold.HELD));

            Job first = claimOne(Queue.EMBEDDING);
            assertThat(first.payload()).isEqualTo(new JsonObject().put("x", 1));
            Await.of(work.release(held));
            completed(first);

            Job second = claimOne(Queue.EMBEDDING);
            assertThat(second.id()).isEqualTo(held.getFirst());
            assertThat(second.groups()).containsExactly("g2");
        }

        @Test
        void aReleasedJobJoinsTheWaitingOneOfItsKey() {
            List<Long> held = Await.of(work.enqueue(
                    ACME, List.of(job("viking://resources/a", new JsonObject().put("x", 2), "g2")), Hold.HELD));
            long waiting = enqueue(ACME, job("viking://resources/a", new JsonObject().put("x", 1), "g1"));

            Await.of(work.release(held));

            Job claimed = claimOne(Queue.EMBEDDING);
            assertThat(claimed.id()).isEqualTo(waiting);
            assertThat(claimed.payload()).isEqualTo(new JsonObject().put("x", 2));
            assertThat(claimed.groups()).containsExactlyInAnyOrder("g1", "g2");
            assertThat(claim(Queue.EMBEDDING, 1)).isEmpty();
        }

        @Test
        void twoHoldsOfOneKeyAreReleasedEachByItself() {
            List<Long> one = Await.of(work.enqueue(ACME, List.of(job("viking://resources/a")), Hold.HELD));
            List<Long> two = Await.of(work.enqueue(ACME, List.of(job("viking://resources/a")), Hold.HELD));
            assertThat(two).isNotEqualTo(one);

            Await.of(work.release(two));

            assertThat(claimOne(Queue.EMBEDDING).id()).isEqualTo(two.getFirst());
            assertThat(embeddingCounts().pending()).isEqualTo(1);
        }

        @Test
        void releasingTwiceOrWhatIsNotHeldChangesNothing() {
            List<Long> ids = Await.of(work.enqueue(ACME, List.of(job("viking://resources/a")), Hold.HELD));
            Await.of(work.release(ids));
            Job running = claimOne(Queue.EMBEDDING);

            Await.of(work.release(ids));
            Await.of(work.release(List.of(123_456L)));

            assertThat(claim(Queue.EMBEDDING, 1)).isEmpty();
            completed(running);
        }
    }

    /** {@link Queue#SEMANTIC}: what is below goes first. */
    @Nested
    class BottomUp {
        @Test
        void aDirectoryWaitsForTheOnesBelowIt() {
            semantic("viking://resources/a");
            semantic("viking://resources/a/b/c");

            Job below = claimOne(Queue.SEMANTIC);
            assertThat(below.key()).isEqualTo(uri("viking://resources/a/b/c"));
            assertThat(claim(Queue.SEMANTIC, 1)).as("below runs").isEmpty();
            failed(below, Duration.ofHours(1));
            assertThat(claim(Queue.SEMANTIC, 1)).as("below is delayed").isEmpty();
            clock.advance(Duration.ofHours(1));
            completed(claimOne(Queue.SEMANTIC));

            assertThat(claimOne(Queue.SEMANTIC).key()).isEqualTo(uri("viking://resources/a"));
        }

        @Test
        void aDirectoryWaitsForAHeldJobBelowIt() {
            semantic("viking://resources/a");
            List<Long> held =
                    Await.of(work.enqueue(ACME, List.of(job(Queue.SEMANTIC, "viking://resources/a/b")), Hold.HELD));
            assertThat(claim(Queue.SEMANTIC, 9)).isEmpty();

            Await.of(work.release(held));

            assertThat(claim(Queue.SEMANTIC, 9)).extracting(Job::id).isEqualTo(held);
        }

        @Test
        void theRootWaitsForAll() {
            semantic("viking://");
            semantic("viking://user");

            completed(claimOne(Queue.SEMANTIC));

            assertThat(claimOne(Queue.SEMANTIC).key()).isEqualTo(VikingUri.ROOT);
        }

        @Test
        void aDeadLetterBelowHoldsNothingUp() {
            semantic("viking://resources/a");
            semantic("viking://resources/a/b");
            parked(claimOne(Queue.SEMANTIC), "broken");

            assertThat(claimOne(Queue.SEMANTIC).key()).isEqualTo(uri("viking://resources/a"));
        }

        @Test
        void neighboursOthersTenantsAndOtherQueuesAreNotWaitedFor() {
            semantic("viking://resources/a");
            semantic("viking://resources/a-b");
            semantic("viking://resources/a.b");
            semantic("viking://resources/a0");
            semantic("viking://resources/a%");
            semantic("viking://resources/A/b");
            enqueue(DECOY, job(Queue.SEMANTIC, "viking://resources/a/b"));
            enqueue(ACME, job(Queue.EMBEDDING, "viking://resources/a/b"));

            assertThat(claim(Queue.SEMANTIC, 9))
                    .extracting(Job::key)
                    .contains(uri("viking://resources/a"))
                    .hasSize(7);
        }

        @Test
        void otherQueuesKeepNoOrder() {
            enqueue(ACME, job("viking://resources/a"));
            enqueue(ACME, job("viking://resources/a/b"));

            assertThat(claim(Queue.EMBEDDING, 9)).hasSize(2);
        }

        private void semantic(String key) {
            enqueue(ACME, job(Queue.SEMANTIC, key));
        }
    }

    /** Who is served. */
    @Nested
    class Fairness {
        @Test
        void accountsTakeTurnsWithinAClaim() {
            enqueueMany(ACME, 100);
            enqueue(DECOY, job("viking://resources/only"));

            assertThat(claim(Queue.EMBEDDING, 4)).extracting(Job::account).containsExactly(ACME, DECOY, ACME, ACME);
        }

        @Test
        void accountsTakeTurnsFromClaimToClaim() {
            AccountId third = new AccountId("zeta");
            for (AccountId account : List.of(ACME, DECOY, third)) {
                enqueueMany(account, 3);
            }

            List<AccountId> served = IntStream.range(0, 6)
                    .mapToObj(_ -> claimOne(Queue.EMBEDDING).account())
                    .toList();

            assertThat(served).containsExactly(ACME, DECOY, third, ACME, DECOY, third);
        }

        @Test
        void anAccountWhoseJobsAllWaitDoesNotHoldUpOthers() {
            enqueue(ACME, job("viking://resources/a"));
            failed(claimOne(Queue.EMBEDDING), Duration.ofHours(1));
            enqueue(DECOY, job("viking://resources/a"));

            assertThat(claimOne(Queue.EMBEDDING).account()).isEqualTo(DECOY);
        }
    }

    /** Claims are leases. */
    @Nested
    class Leases {
        @Test
        void anExpiredClaimIsClaimableAgainAndTheOldHolderChangesNothing() {
            enqueue(ACME, job("viking://resources/a", new JsonObject(), "g"));
            Job old = claimOne(Queue.EMBEDDING);
            clock.advance(LEASE.minusMillis(1));
            assertThat(claim(Queue.EMBEDDING, 1)).isEmpty();
            clock.advance(Duration.ofMillis(1));

            Job now = claimOne(Queue.EMBEDDING);

            assertThat(now.id()).isEqualTo(old.id());
            assertThat(now.attempt()).isEqualTo(2);
            assertThat(now.token()).isNotEqualTo(old.token());
            assertThat(Await.of(work.renew(List.of(old), LEASE))).isEmpty();
            assertThat(Await.faultOf(work.complete(List.of(old), List.of(job("viking://resources/next"))))
                            .code())
                    .isEqualTo(Code.ABORTED);
            assertThat(Await.faultOf(work.fail(old, "late", Optional.empty())).code())
                    .isEqualTo(Code.ABORTED);
            assertThat(embeddingCounts()).isEqualTo(new QueueCounts(0, 1, 0, 0, 0, 0));
            completed(now);
        }

        @Test
        void renewingKeepsAClaim() {
            enqueue(ACME, job("viking://resources/a"));
            Job job = claimOne(Queue.EMBEDDING);
            clock.advance(LEASE.minusMillis(1));

            assertThat(Await.of(work.renew(List.of(job), LEASE))).containsExactly(job.id());

            clock.advance(LEASE.minusMillis(1));
            assertThat(claim(Queue.EMBEDDING, 1)).isEmpty();
            completed(job);
        }

        @Test
        void concurrentClaimsShareNoJob() {
            enqueueMany(ACME, 200);
            List<Future<List<Job>>> claims = IntStream.range(0, 20)
                    .mapToObj(i -> work.claim(Queue.EMBEDDING, "worker-" + i, 10, LEASE))
                    .toList();

            List<Long> ids = claims.stream()
                    .flatMap(claim -> Await.of(claim).stream())
                    .map(Job::id)
                    .toList();

            assertThat(ids).hasSize(200).doesNotHaveDuplicates();
        }
    }

    /** How jobs end. */
    @Nested
    class Ending {
        @Test
        void whatFollowsIsEnqueuedAsOneStepAndInheritsTheGroups() {
            enqueue(ACME, job("viking://resources/a", new JsonObject(), "g"));
            Job first = claimOne(Queue.EMBEDDING);

            Await.of(work.complete(
                    List.of(first),
                    List.of(
                            job(Queue.SEMANTIC, "viking://resources", new JsonObject().put("x", 1), "own"),
                            job("viking://resources/a"))));

            assertThat(claimOne(Queue.SEMANTIC).groups()).containsExactlyInAnyOrder("g", "own");
            assertThat(claimOne(Queue.EMBEDDING).groups()).containsExactly("g");
            assertThat(Await.of(work.progress("g")).outstanding()).isEqualTo(2);
            assertThat(Await.of(work.progress("own")).outstanding()).isEqualTo(1);
        }

        @Test
        void whatFollowsJoinsWhatWaits() {
            long waiting = enqueue(ACME, job(Queue.SEMANTIC, "viking://resources"));
            enqueue(ACME, job("viking://resources/a", new JsonObject(), "g"));

            Await.of(work.complete(
                    List.of(claimOne(Queue.EMBEDDING)), List.of(job(Queue.SEMANTIC, "viking://resources"))));

            assertThat(claimOne(Queue.SEMANTIC)).satisfies(job -> {
                assertThat(job.id()).isEqualTo(waiting);
                assertThat(job.groups()).containsExactly("g");
            });
        }

        @Test
        void oneLostClaimAmongManyChangesNothing() {
            enqueue(ACME, job("viking://resources/a"));
            Job lost = claimOne(Queue.EMBEDDING);
            clock.advance(LEASE);
            Job other = claimOne(Queue.EMBEDDING);
            enqueue(ACME, job("viking://resources/b"));
            Job held = claimOne(Queue.EMBEDDING);

            assertThat(Await.faultOf(work.complete(List.of(held, lost), List.of(job("viking://resources/c"))))
                            .code())
                    .isEqualTo(Code.ABORTED);

            assertThat(embeddingCounts()).isEqualTo(new QueueCounts(0, 2, 0, 0, 0, 0));
            completed(held, other);
        }

        @Test
        void whatFollowsNeedsOneAccount() {
            enqueue(ACME, job("viking://resources/a"));
            enqueue(DECOY, job("viking://resources/a"));
            List<Job> both = claim(Queue.EMBEDDING, 2);
            List<NewJob> next = List.of(job("viking://resources/b"));

            assertThat(Await.faultOf(work.complete(both, next)).code()).isEqualTo(Code.INVALID_ARGUMENT);
            assertThat(Await.faultOf(work.complete(List.of(), next)).code()).isEqualTo(Code.INVALID_ARGUMENT);

            Await.of(work.complete(both, List.of()));
            assertThat(embeddingCounts().processed()).isEqualTo(2);
        }

        @Test
        void aPostponedJobIsDueWhenItsTimeHasComeAndItsTryDoesNotCount() {
            enqueueMany(ACME, 1, "g");
            Job first = claimOne(Queue.EMBEDDING);
            failed(first, Duration.ZERO);
            Job second = claimOne(Queue.EMBEDDING);
            assertThat(second.attempt()).isEqualTo(2);

            Await.of(work.postpone(second, clock.instant().plusSeconds(10)));

            assertThat(claim(Queue.EMBEDDING, 1)).isEmpty();
            assertThat(embeddingCounts().pending()).isEqualTo(1);
            clock.advance(Duration.ofSeconds(10));
            Job third = claimOne(Queue.EMBEDDING);
            assertThat(third.attempt()).isEqualTo(2);
            assertThat(third.groups()).containsExactly("g");
            assertThat(Await.faultOf(work.postpone(second, clock.instant())).code())
                    .isEqualTo(Code.ABORTED);
            assertThat(Await.of(work.progress("g")).outstanding()).isEqualTo(1);
        }

        @Test
        void aFailedTryIsRepeatedWhenItsTimeHasCome() {
            enqueue(ACME, job("viking://resources/a", new JsonObject(), "g"));
            failed(claimOne(Queue.EMBEDDING), Duration.ofSeconds(5));
            assertThat(claim(Queue.EMBEDDING, 1)).isEmpty();
            assertThat(Await.of(work.progress("g")))
                    .isEqualTo(
                            new GroupProgress(1, Map.of(Queue.EMBEDDING, new GroupProgress.Ended(0, 1, 0, List.of()))));
            clock.advance(Duration.ofSeconds(5));

            Job again = claimOne(Queue.EMBEDDING);

            assertThat(again.attempt()).isEqualTo(2);
            completed(again);
            assertThat(embeddingCounts()).isEqualTo(new QueueCounts(0, 0, 0, 1, 1, 0));
        }

        @Test
        void aJobWithoutAnotherTryIsParked() {
            enqueue(ACME, job("viking://resources/a", new JsonObject(), "g"));

            parked(claimOne(Queue.EMBEDDING), "no such model, api_key=hunter2hunter2");

            assertThat(claim(Queue.EMBEDDING, 1)).isEmpty();
            assertThat(embeddingCounts()).isEqualTo(new QueueCounts(0, 0, 1, 0, 0, 1));
            GroupProgress progress = Await.of(work.progress("g"));
            assertThat(progress.done()).isTrue();
            assertThat(progress.in(Queue.EMBEDDING).errorCount()).isEqualTo(1);
            assertThat(progress.in(Queue.EMBEDDING).errors()).containsExactly("no such model, api_key=[REDACTED]");
        }

        @Test
        void aDeadLetterIsRevivedByAJobOfItsKey() {
            enqueue(
                    ACME,
                    job("viking://resources/a", new JsonObject().put("x", 1).put("y", 1), "old"));
            parked(claimOne(Queue.EMBEDDING), "broken");

            enqueue(ACME, job("viking://resources/a", new JsonObject().put("y", 2), "new"));

            Job revived = claimOne(Queue.EMBEDDING);
            assertThat(revived.attempt()).isEqualTo(1);
            assertThat(revived.payload()).isEqualTo(new JsonObject().put("x", 1).put("y", 2));
            assertThat(revived.groups()).containsExactly("new");
            assertThat(Await.of(work.progress("old")).done()).isTrue();
            assertThat(embeddingCounts()).isEqualTo(new QueueCounts(0, 1, 0, 0, 0, 1));
        }

        @Test
        void aJobParkedWhileOneOfItsKeyWaitsJoinsIt() {
            enqueue(ACME, job("viking://resources/a", new JsonObject().put("x", 1), "old"));
            Job running = claimOne(Queue.EMBEDDING);
            enqueue(ACME, job("viking://resources/a", new JsonObject().put("y", 2), "new"));

            parked(running, "broken");

            assertThat(Await.of(work.progress("old")).in(Queue.EMBEDDING).errors())
                    .containsExactly("broken");
            Job claimed = claimOne(Queue.EMBEDDING);
            assertThat(claimed.attempt()).isEqualTo(1);
            assertThat(claimed.payload()).isEqualTo(new JsonObject().put("x", 1).put("y", 2));
            assertThat(claimed.groups()).containsExactly("new");
            assertThat(embeddingCounts()).isEqualTo(new QueueCounts(0, 1, 0, 0, 0, 1));
        }
    }

    /** The work of one request. */
    @Nested
    class Groups {
        @Test
        void countsAllJobsOfAGroupOverAllQueues() {
            enqueue(ACME, job("viking://resources/a", new JsonObject(), "g"));
            enqueue(ACME, job(Queue.SEMANTIC, "viking://resources", new JsonObject(), "g", "h"));
            completed(claimOne(Queue.EMBEDDING));

            assertThat(Await.of(work.progress("g")))
                    .isEqualTo(
                            new GroupProgress(1, Map.of(Queue.EMBEDDING, new GroupProgress.Ended(1, 0, 0, List.of()))));
            completed(claimOne(Queue.SEMANTIC));
            assertThat(Await.of(work.progress("g")).done()).isTrue();
            assertThat(Await.of(work.progress("h")).in(Queue.SEMANTIC).processed())
                    .isEqualTo(1);
        }

        @Test
        void keepsAtMostTwentyErrorTextsOfAtMostTwoThousandCharacters() {
            enqueueMany(ACME, 25, "g");
            for (Job job : claim(Queue.EMBEDDING, 25)) {
                parked(job, "error ".repeat(1_000));
            }

            GroupProgress.Ended ended = Await.of(work.progress("g")).in(Queue.EMBEDDING);

            assertThat(ended.errorCount()).isEqualTo(25);
            assertThat(ended.errors())
                    .hasSize(WorkQueue.MAX_GROUP_ERRORS)
                    .allMatch(text -> text.length() <= WorkQueue.MAX_ERROR_CHARS && text.startsWith("error error"));
        }

        @Test
        void keepsWhatEndedForADay() {
            enqueue(ACME, job("viking://resources/a", new JsonObject(), "g"));
            completed(claimOne(Queue.EMBEDDING));
            clock.advance(Duration.ofHours(24).minusMillis(1));
            enqueue(ACME, job("viking://resources/other"));

            assertThat(Await.of(work.progress("g")).in(Queue.EMBEDDING).processed())
                    .isEqualTo(1);
        }

        @Test
        void withdrawsWhatNobodyElseAskedFor() {
            enqueue(ACME, job("viking://resources/running", new JsonObject(), "g"));
            Job running = claimOne(Queue.EMBEDDING);
            enqueue(ACME, job("viking://resources/mine", new JsonObject(), "g"));
            enqueue(ACME, job("viking://resources/shared", new JsonObject(), "g", "h"));
            enqueue(ACME, job("viking://resources/anybody"));
            enqueue(ACME, job("viking://resources/anybody", new JsonObject(), "g"));
            enqueue(ACME, job("viking://resources/theirs", new JsonObject(), "h"));

            assertThat(Await.of(work.withdraw("g"))).isEqualTo(1);

            assertThat(claim(Queue.EMBEDDING, 9))
                    .extracting(job -> job.key().name())
                    .containsExactly("shared", "anybody", "theirs");
            completed(running);
        }
    }

    /** The hint that there may be something to do. */
    @Nested
    class Hints {
        private final AtomicInteger hints = new AtomicInteger();

        @BeforeEach
        void listen() {
            work.onReady(hints::incrementAndGet);
        }

        @Test
        void comeWithEverythingThatMayMakeAJobClaimable() {
            hintedBy(() -> enqueue(ACME, job("viking://resources/a")));
            List<Long> held = Await.of(work.enqueue(ACME, List.of(job("viking://resources/b")), Hold.HELD));
            hintedBy(() -> Await.of(work.release(held)));
            List<Job> both = claim(Queue.EMBEDDING, 2);
            hintedBy(() -> completed(both.getFirst()));
            hintedBy(() -> failed(both.getLast(), Duration.ZERO));
        }

        private void hintedBy(Runnable step) {
            int before = hints.get();
            step.run();
            assertThat(hints.get()).isGreaterThan(before);
        }
    }

    protected static VikingUri uri(String text) {
        return VikingUri.parse(text);
    }

    protected static NewJob job(String key) {
        return job(key, new JsonObject());
    }

    protected static NewJob job(Queue queue, String key) {
        return job(queue, key, new JsonObject());
    }

    protected static NewJob job(String key, JsonObject payload, String... groups) {
        return job(Queue.EMBEDDING, key, payload, groups);
    }

    protected static NewJob job(Queue queue, String key, JsonObject payload, String... groups) {
        return new NewJob(queue, uri(key), payload, Arrays.asList(groups));
    }

    @CanIgnoreReturnValue
    private long enqueue(AccountId account, NewJob job) {
        return Await.of(work.enqueue(account, List.of(job), Hold.READY)).getFirst();
    }

    private void enqueueMany(AccountId account, int count, String... groups) {
        List<NewJob> jobs = IntStream.range(0, count)
                .mapToObj(i -> job("viking://resources/" + i, new JsonObject(), groups))
                .toList();
        var _ = Await.of(work.enqueue(account, jobs, Hold.READY));
    }

    private QueueCounts embeddingCounts() {
        return Await.of(work.counts()).getOrDefault(Queue.EMBEDDING, QueueCounts.NONE);
    }

    private List<Job> claim(Queue queue, int max) {
        return Await.of(work.claim(queue, "worker", max, LEASE));
    }

    private Job claimOne(Queue queue) {
        List<Job> claimed = claim(queue, 1);
        assertThat(claimed).as("a claimable job of %s", queue).hasSize(1);
        return claimed.getFirst();
    }

    private void completed(Job... jobs) {
        Await.of(work.complete(List.of(jobs), List.of()));
    }

    private void failed(Job job, Duration retryIn) {
        Instant retryAt = clock.instant().plus(retryIn);
        Await.of(work.fail(job, "try again", Optional.of(retryAt)));
    }

    private void parked(Job job, String error) {
        Await.of(work.fail(job, error, Optional.empty()));
    }
}
