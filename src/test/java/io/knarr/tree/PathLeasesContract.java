package io.knarr.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.testing.Await;
import io.knarr.tree.PathLeases.Claim;
import io.knarr.tree.PathLeases.Lease;
import io.knarr.uri.VikingUri;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What all {@link PathLeases} promise. A subclass says how they are made. */
public abstract class PathLeasesContract {
    private static final AccountId ACME = new AccountId("acme");
    private static final AccountId DECOY = new AccountId("decoy");
    private static final VikingUri A = VikingUri.of("resources", "a");
    private static final VikingUri AB = A.child("b");
    private static final VikingUri ABC = AB.child("c");
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final long SEED = Long.getLong("test.seed", 20261121L);

    private static Vertx vertx = Vertx.vertx();

    private PathLeases leases;

    /** Leases of which none is held. */
    protected abstract PathLeases open(Vertx vertx) throws Exception;

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        Void _ = Await.of(vertx.close());
    }

    @BeforeEach
    void openFresh() throws Exception {
        leases = open(vertx);
    }

    @Test
    void excludesByExactPathAndBySubtree() {
        assertExcludes(true, Claim.exact(AB), Claim.exact(AB));
        assertExcludes(true, Claim.exact(AB), Claim.subtree(AB));
        assertExcludes(true, Claim.subtree(AB), Claim.exact(AB));
        assertExcludes(true, Claim.subtree(AB), Claim.subtree(AB));
        assertExcludes(true, Claim.subtree(A), Claim.exact(ABC));
        assertExcludes(true, Claim.subtree(A), Claim.subtree(ABC));
        assertExcludes(true, Claim.exact(ABC), Claim.subtree(A));
        assertExcludes(true, Claim.subtree(ABC), Claim.subtree(VikingUri.ROOT));
        assertExcludes(true, Claim.subtree(VikingUri.ROOT), Claim.exact(ABC));

        assertExcludes(false, Claim.exact(A), Claim.exact(AB));
        assertExcludes(false, Claim.exact(AB), Claim.exact(A));
        assertExcludes(false, Claim.exact(A), Claim.subtree(AB));
        assertExcludes(false, Claim.subtree(AB), Claim.exact(A));
        assertExcludes(false, Claim.subtree(AB), Claim.subtree(A.child("bc")));
        assertExcludes(false, Claim.subtree(AB), Claim.subtree(A.child("b.md")));
    }

    @Test
    void saysWhichPathIsBusy() {
        Lease _ = take(Claim.exact(AB));

        Fault fault = Await.faultOf(
                leases.acquire(ACME, List.of(Claim.exact(A), Claim.subtree(AB), Claim.exact(ABC)), AT_ONCE));

        assertThat(fault.code()).isEqualTo(Code.CONFLICT);
        assertThat(fault.details())
                .containsEntry("conflict_type", "path_busy")
                .containsEntry("resource", AB.toString())
                .containsEntry("retryable", true);
    }

    @Test
    void takesAllOfABatchOrNothing() {
        Lease held = take(Claim.exact(AB));

        assertBusy(leases.acquire(ACME, List.of(Claim.exact(A), Claim.exact(AB)), AT_ONCE));
        take(Claim.exact(A)).release();
        held.release();

        Lease both = take(Claim.exact(A), Claim.subtree(AB), Claim.exact(AB), Claim.exact(ABC), Claim.exact(A));
        assertBusy(leases.acquire(ACME, List.of(Claim.exact(A)), AT_ONCE));
        assertBusy(leases.acquire(ACME, List.of(Claim.exact(AB.child("x"))), AT_ONCE));
        both.release();
        take(Claim.subtree(VikingUri.ROOT)).release();
    }

    @Test
    void grantsAnEmptyBatch() {
        take().release();
    }

    @Test
    void releasesOnce() {
        Lease first = take(Claim.exact(AB));
        first.release();
        Lease second = take(Claim.exact(AB));

        first.release();

        assertBusy(leases.acquire(ACME, List.of(Claim.exact(AB)), AT_ONCE));
        second.release();
    }

    @Test
    void keepsAccountsApart() {
        Lease _ = take(Claim.subtree(VikingUri.ROOT));

        Await.of(leases.acquire(DECOY, List.of(Claim.subtree(VikingUri.ROOT)), AT_ONCE))
                .release();

        assertThat(Await.of(leases.isLeased(DECOY, A))).isFalse();
        assertThat(Await.of(leases.isLeased(ACME, A))).isTrue();
    }

    @Test
    void tellsWhatIsLeased() {
        Lease held = take(Claim.subtree(AB));
        Future<Lease> waiting = leases.acquire(ACME, List.of(Claim.subtree(A)), LONG);

        assertThat(Await.of(leases.isLeased(ACME, AB))).isTrue();
        assertThat(Await.of(leases.isLeased(ACME, ABC))).isTrue();
        assertThat(Await.of(leases.isLeased(ACME, A))).isFalse();

        held.release();
        Lease next = Await.of(waiting);
        assertThat(Await.of(leases.isLeased(ACME, A))).isTrue();
        next.release();
        assertThat(Await.of(leases.isLeased(ACME, AB))).isFalse();
    }

    @Test
    void servesWaitersInOrderOfArrival() {
        Lease held = take(Claim.exact(AB));
        List<Integer> order = new ArrayList<>();
        List<Future<Void>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int number = i;
            Claim claim = number % 3 == 0 ? Claim.subtree(AB) : Claim.exact(AB);
            all.add(leases.acquire(ACME, List.of(claim), LONG).map(lease -> {
                synchronized (order) {
                    order.add(number);
                }
                lease.release();
                return null;
            }));
        }

        held.release();

        Await.of(Future.all(all));
        assertThat(order).hasSize(20).isSorted();
    }

    @Test
    void letsNobodyOvertakeAWaiterItConflictsWith() {
        Lease below = take(Claim.exact(ABC));
        Future<Lease> subtree = leases.acquire(ACME, List.of(Claim.subtree(A)), LONG);

        assertBusy(leases.acquire(ACME, List.of(Claim.exact(AB)), AT_ONCE));
        Future<Lease> exact = leases.acquire(ACME, List.of(Claim.exact(AB)), LONG);
        take(Claim.exact(VikingUri.of("resources", "z"))).release();
        assertThat(subtree.isComplete()).isFalse();

        below.release();
        Lease served = Await.of(subtree);
        assertThat(exact.isComplete()).isFalse();
        served.release();
        Await.of(exact).release();
    }

    @Test
    void givesUpWhenPatienceEndsAndLetsOthersPass() {
        Lease held = take(Claim.exact(ABC));
        Future<Lease> impatient = leases.acquire(ACME, List.of(Claim.subtree(A), Claim.exact(AB)), SHORT);
        Future<Lease> behind = leases.acquire(ACME, List.of(Claim.exact(AB)), LONG);

        assertBusy(impatient);

        Await.of(behind).release();
        held.release();
        take(Claim.subtree(A)).release();
    }

    @Test
    void lastsTwentyWritersOnOnePath() {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Future<Void>> writers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            writers.add(onContext(() -> leases.acquire(ACME, List.of(Claim.exact(AB)), LONG)
                    .compose(lease -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        return vertx.timer(2, TimeUnit.MILLISECONDS).onSuccess(_ -> {
                            inside.decrementAndGet();
                            lease.release();
                        });
                    })
                    .mapEmpty()));
        }

        Await.of(Future.all(writers));

        assertThat(most.get()).isEqualTo(1);
    }

    @Test
    void neverGrantsConflictingLeasesHoweverManyThreadsAsk() {
        Random random = new Random(SEED);
        AtomicInteger[] users = {new AtomicInteger(), new AtomicInteger(), new AtomicInteger()};
        List<Future<Void>> all = new ArrayList<>();
        AtomicInteger clashes = new AtomicInteger();
        for (int i = 0; i < 600; i++) {
            int slot = random.nextInt(3);
            boolean whole = random.nextInt(10) == 0;
            Claim claim = whole ? Claim.subtree(A) : Claim.exact(A.child("n" + slot));
            all.add(onContext(() -> leases.acquire(ACME, List.of(claim), LONG).compose(lease -> {
                clashes.addAndGet(enter(users, slot, whole));
                return Future.<Void>future(p -> vertx.runOnContext(_ -> p.complete()))
                        .onSuccess(_ -> {
                            leave(users, slot, whole);
                            lease.release();
                        });
            })));
        }

        Await.of(Future.all(all));

        assertThat(clashes.get()).as("seed %d", SEED).isZero();
        take(Claim.subtree(VikingUri.ROOT)).release();
    }

    private static int enter(AtomicInteger[] users, int slot, boolean whole) {
        int others = 0;
        for (int i = 0; i < users.length; i++) {
            if (whole || i == slot) {
                others += users[i].getAndIncrement();
            }
        }
        return others;
    }

    private static void leave(AtomicInteger[] users, int slot, boolean whole) {
        for (int i = 0; i < users.length; i++) {
            if (whole || i == slot) {
                users[i].decrementAndGet();
            }
        }
    }

    @Test
    void answersOnTheContextOfTheCaller() {
        Lease held = take(Claim.exact(AB));
        Context context = vertx.getOrCreateContext();
        Promise<Context> granted = Promise.promise();
        Promise<Context> refused = Promise.promise();
        Promise<Void> asked = Promise.promise();
        context.runOnContext(_ -> {
            leases.acquire(ACME, List.of(Claim.exact(AB)), SHORT)
                    .onComplete(_ -> refused.complete(Vertx.currentContext()));
            leases.acquire(ACME, List.of(Claim.exact(AB)), LONG)
                    .onComplete(_ -> granted.complete(Vertx.currentContext()));
            asked.complete();
        });
        Void _ = Await.of(asked.future());

        assertThat(Await.of(refused.future())).isSameAs(context);
        held.release();

        assertThat(Await.of(granted.future())).isSameAs(context);
    }

    private void assertExcludes(boolean excludes, Claim held, Claim asked) {
        Lease lease = take(held);
        Future<Lease> second = leases.acquire(ACME, List.of(asked), AT_ONCE);
        if (excludes) {
            assertBusy(second);
        } else {
            Await.of(second).release();
        }
        lease.release();
    }

    private Lease take(Claim... claims) {
        return Await.of(leases.acquire(ACME, List.of(claims), AT_ONCE));
    }

    /** On an event loop, a different one each time. */
    private static <T> Future<T> onContext(Supplier<Future<T>> task) {
        Promise<T> promise = Promise.promise();
        vertx.runOnContext(_ -> task.get().onComplete(promise));
        return promise.future();
    }

    private static void assertBusy(Future<?> refused) {
        assertThat(Await.faultOf(refused).details()).containsEntry("conflict_type", "path_busy");
    }
}
