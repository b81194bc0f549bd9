package io.knarr.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.testing.Await;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FairLaneTest {
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final AtomicLong nanos = new AtomicLong();
    private final Future<Void> waitsOn = Promise.<Void>promise().future();

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    @Test
    void letsSoManyRunAndTheNextWhenOneEnds() {
        FairLane lane = lane(2, 10);
        FairLane.Turn first = Await.of(enter(lane, "a"));
        FairLane.Turn second = Await.of(enter(lane, "a"));
        Future<FairLane.Turn> third = enter(lane, "a");

        assertThat(third.isComplete()).isFalse();
        assertThat(lane.running()).isEqualTo(2);
        assertThat(lane.waiting()).isEqualTo(1);

        first.end();
        FairLane.Turn last = Await.of(third);
        first.end();
        assertThat(lane.running()).isEqualTo(2);
        second.end();
        last.end();
        assertThat(lane.running()).isZero();
    }

    @Test
    void accountsTakeTurnsHoweverManyOneSends() {
        FairLane lane = lane(1, 100);
        FairLane.Turn running = Await.of(enter(lane, "crowd"));
        List<String> order = new CopyOnWriteArrayList<>();
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(served(lane, "crowd", order));
        }
        all.add(served(lane, "alone", order));
        all.add(served(lane, "other", order));

        running.end();
        Await.of(Future.all(all));

        assertThat(order.indexOf("alone")).isLessThanOrEqualTo(1);
        assertThat(order.indexOf("other")).isLessThanOrEqualTo(2);
        assertThat(order).hasSize(52);
    }

    @Test
    void refusesOnlyTheAccountThatHasTooManyWaiting() {
        FairLane lane = lane(1, 1);
        FairLane.Turn running = Await.of(enter(lane, "a"));
        Future<FairLane.Turn> waiting = enter(lane, "a");

        assertThat(Await.faultOf(enter(lane, "a")).code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        Future<FairLane.Turn> other = enter(lane, "b");

        running.end();
        Await.of(waiting).end();
        Await.of(other).end();
        assertThat(lane.running()).isZero();
    }

    @Test
    void refusesEverybodyWhoWouldWaitWhenNobodyMay() {
        FairLane lane = lane(1, 0);
        FairLane.Turn running = Await.of(enter(lane, "a"));

        assertThat(Await.faultOf(enter(lane, "b")).code()).isEqualTo(Code.RESOURCE_EXHAUSTED);

        running.end();
        Await.of(enter(lane, "b")).end();
    }

    @Test
    void forgetsWhoWentAway() {
        FairLane lane = lane(1, 10);
        FairLane.Turn running = Await.of(enter(lane, "a"));
        Promise<Void> gone = Promise.promise();
        Future<FairLane.Turn> left = lane.enter("a", context, gone.future());
        Future<FairLane.Turn> stays = enter(lane, "a");

        gone.complete();

        assertThat(Await.faultOf(left).code()).isEqualTo(Code.ABORTED);
        assertThat(lane.waiting()).isEqualTo(1);
        running.end();
        Await.of(stays).end();
    }

    @Test
    void givesTheTurnOnWhenItsOwnerWentAwayMeanwhile() {
        FairLane lane = lane(1, 10);
        FairLane.Turn running = Await.of(enter(lane, "a"));
        Promise<Void> gone = Promise.promise();
        Promise<String> held = Promise.promise();
        // The context is busy: the turn is given, but its owner has not heard of it when it goes.
        context.runOnContext(_ -> {
            Future<FairLane.Turn> late = lane.enter("a", context, gone.future());
            running.end();
            gone.complete();
            late.onComplete(turn -> held.tryComplete(turn.failed() ? "given up" : "given"));
        });

        assertThat(Await.of(held.future())).isEqualTo("given up");
        Await.of(enter(lane, "b")).end();
    }

    @Test
    void servesABurstToItsEnd() {
        FairLane lane = lane(1, 100);
        FairLane.Turn running = Await.of(enter(lane, "a"));
        List<Future<FairLane.Turn>> burst = List.of(enter(lane, "a"), enter(lane, "a"), enter(lane, "a"));

        FairLane.Turn turn = running;
        for (Future<FairLane.Turn> next : burst) {
            nanos.addAndGet(Duration.ofMillis(600).toNanos());
            turn.end();
            turn = Await.of(next);
        }

        turn.end();
        assertThat(lane.waiting()).isZero();
    }

    @Test
    void refusesWhoWaitedLongWhenTheQueueNeverGetsEmpty() {
        FairLane lane = lane(1, 100);
        FairLane.Turn running = Await.of(enter(lane, "a"));
        Future<FairLane.Turn> old = enter(lane, "a");
        nanos.addAndGet(Duration.ofMillis(3500).toNanos());
        Future<FairLane.Turn> fresh = enter(lane, "a");

        running.end();

        assertThat(Await.faultOf(old).code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        Await.of(fresh).end();
        assertThat(lane.running()).isZero();
        Await.of(enter(lane, "a")).end();
    }

    @Test
    void aCrowdThatOverloadsTheLaneMakesNobodyElseImpatient() {
        FairLane lane = lane(1, 100);
        FairLane.Turn running = Await.of(enter(lane, "crowd"));
        Future<FairLane.Turn> old = enter(lane, "crowd");
        nanos.addAndGet(Duration.ofMillis(3500).toNanos());
        Future<FairLane.Turn> alone = enter(lane, "alone");
        nanos.addAndGet(Duration.ofMillis(500).toNanos());

        running.end();

        assertThat(Await.faultOf(old).code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        Await.of(alone).end();
    }

    private FairLane lane(int running, int waiting) {
        return new FairLane("search", new LaneBounds(running, waiting), nanos::get);
    }

    private Future<FairLane.Turn> enter(FairLane lane, String account) {
        return lane.enter(account, context, waitsOn);
    }

    private Future<Void> served(FairLane lane, String account, List<String> order) {
        return enter(lane, account)
                .onSuccess(turn -> {
                    order.add(account);
                    turn.end();
                })
                .mapEmpty();
    }
}
