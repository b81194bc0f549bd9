package io.knarr.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.testing.FakeClock;
import io.knarr.testing.ForwardingWorkQueue;
import io.knarr.testing.MemoryWorkQueue;
import io.knarr.uri.VikingUri;
import io.knarr.work.WorkQueue.Hold;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FollowingTest {
    private final Vertx vertx = Vertx.vertx();
    private final MemoryWorkQueue queue = new MemoryWorkQueue(new FakeClock());
    private final Following following = new Following(vertx, queue);

    @AfterEach
    void close() {
        assertThat(following.waiters()).as("left behind").isZero();
        Await.of(vertx.close());
    }

    @Test
    void isDoneAtOnceWhenNothingIsOutstanding() {
        assertThat(Await.of(following.whenDone("unknown", Deadline.after(Duration.ZERO), "test")))
                .isEqualTo(GroupProgress.NOTHING);
    }

    @Test
    void seesAnEndInThisProcess() {
        Job job = claimed("g");
        Future<GroupProgress> first = following.whenDone("g", Deadline.none(), "test");
        Future<GroupProgress> second = following.whenDone("g", Deadline.none(), "test");
        assertThat(following.waiters()).isEqualTo(2);

        Await.of(queue.complete(List.of(job), List.of()));
        following.ended(List.of(job));

        assertThat(first.result().in(Queue.EMBEDDING).processed()).isEqualTo(1);
        assertThat(second.succeeded()).isTrue();
    }

    @Test
    void seesAnEndThatNobodyTold() {
        Job job = claimed("g");
        Future<GroupProgress> done = following.whenDone("g", Deadline.none(), "test");

        Await.of(queue.complete(List.of(job), List.of()));

        assertThat(Await.of(done).done()).isTrue();
    }

    @Test
    void goesOnWaitingWhenSomethingFollows() {
        Job job = claimed("g");
        Future<GroupProgress> done = following.whenDone("g", Deadline.none(), "test");

        Await.of(queue.complete(List.of(job), List.of(newJob("b", "g"))));
        following.ended(List.of(job));
        assertThat(done.isComplete()).isFalse();
        assertThat(Await.of(queue.withdraw("g"))).isEqualTo(1);
        following.nudge("g");

        assertThat(Await.of(done).in(Queue.EMBEDDING).processed()).isEqualTo(1);
    }

    @Test
    void endsWithTheDeadlineAndNamesTheOperation() {
        var _ = claimed("g");

        Fault fault = Await.faultOf(following.whenDone("g", Deadline.after(Duration.ofMillis(20)), "content write"));

        assertThat(fault.code()).isEqualTo(Code.DEADLINE_EXCEEDED);
        assertThat(fault.details()).containsEntry("operation", "content write").containsEntry("timeout", 0.02);
    }

    @Test
    void failsWhenTheQueueDoes() {
        AtomicInteger looks = new AtomicInteger();
        var _ = claimed("g");
        Following failing = new Following(vertx, new ForwardingWorkQueue(queue) {
            @Override
            public Future<GroupProgress> progress(String group) {
                return looks.incrementAndGet() == 1
                        ? super.progress(group)
                        : Future.failedFuture(Fault.unavailable("store", "away"));
            }
        });

        Fault fault = Await.faultOf(failing.whenDone("g", Deadline.none(), "test"));

        assertThat(fault.code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(failing.waiters()).isZero();
    }

    private Job claimed(String group) {
        var _ = Await.of(queue.enqueue(Callers.ACME, List.of(newJob("a", group)), Hold.READY));
        return Await.of(queue.claim(Queue.EMBEDDING, "test", 1, Duration.ofHours(1)))
                .getFirst();
    }

    private static NewJob newJob(String name, String group) {
        return new NewJob(Queue.EMBEDDING, VikingUri.of("resources", name), new JsonObject(), List.of(group));
    }
}
