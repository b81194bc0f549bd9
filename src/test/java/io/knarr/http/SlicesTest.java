package io.knarr.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.testing.Await;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlicesTest {
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final AtomicLong nanos = new AtomicLong();
    private final List<String> done = new ArrayList<>();

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    @Test
    void startsAllInTheirOrderAndLetsOthersGetInBetween() {
        Promise<Void> last = Promise.promise();
        loop.runOnContext(_ -> {
            Slices slices = new Slices(vertx, nanos::get);
            for (int i = 0; i < 10; i++) {
                int number = i;
                slices.add(() -> {
                    done.add("start " + number);
                    // Each takes two milliseconds of this clock, so that three fill a slice.
                    nanos.addAndGet(2_000_000);
                    if (number == 2) {
                        // What a probe is that came meanwhile: a timer runs when the loop looks around.
                        vertx.setTimer(1, _ -> done.add("probe"));
                    }
                    if (number == 9) {
                        last.complete();
                    }
                });
            }
        });
        Await.of(last.future());

        assertThat(done)
                .filteredOn(what -> what.startsWith("start"))
                .hasSize(10)
                .isSorted();
        assertThat(done.indexOf("probe")).isBetween(3, 6);
    }

    @Test
    void goesOnAfterOneThatThrew() {
        Promise<Void> last = Promise.promise();
        loop.exceptionHandler(_ -> done.add("threw"));
        loop.runOnContext(_ -> {
            Slices slices = new Slices(vertx, nanos::get);
            slices.add(() -> {
                throw new IllegalStateException("on purpose");
            });
            slices.add(last::complete);
        });

        Await.of(last.future());

        assertThat(done).containsExactly("threw");
    }

    @Test
    void runsOnTheContextItWasAskedOn() {
        Promise<Boolean> same = Promise.promise();
        loop.runOnContext(_ -> {
            Slices slices = new Slices(vertx, nanos::get);
            Context own = vertx.getOrCreateContext();
            slices.add(() -> same.complete(Vertx.currentContext() == own));
        });

        assertThat(Await.of(same.future())).isTrue();
    }
}
