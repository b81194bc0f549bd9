package io.knarr.model.local;

import static io.knarr.model.local.Pools.done;
import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocalEmbedderTest {
    private static final int LISTS = 3;

    private final Pools pools = new Pools(1, 1, 2);
    private final StoppableEncoder encoder = new StoppableEncoder();
    private final AtomicInteger loads = new AtomicInteger();
    private final LocalEmbedder embedder = embedder(() -> {
        loads.incrementAndGet();
        return encoder;
    });

    @AfterEach
    void close() {
        encoder.permits.release(1000);
        done(embedder.close());
        pools.close();
    }

    @Test
    void keepsTheOrderOfTheTexts() {
        List<String> texts = IntStream.range(0, 50).mapToObj("x"::repeat).toList();

        List<float[]> vectors = done(embedder.embedPassages(texts));

        assertThat(vectors)
                .extracting(vector -> (int) vector[0])
                .isEqualTo(IntStream.range(0, 50).boxed().toList());
        assertThat(done(embedder.embedPassages(List.of()))).isEmpty();
    }

    @Test
    void answersAQuestionWhileEveryBulkThreadIsBusy() {
        Future<List<float[]>> importing = embedder.embedPassages(nCopies(10, "slow"));
        encoder.awaitBegun(2);

        assertThat(done(query("now"))).hasSize(1);

        assertThat(importing.isComplete()).isFalse();
        assertThat(pools.bulk.queued()).isZero();
    }

    @Test
    void letsAShortListPassALongOne() {
        Future<List<float[]>> longList = embedder.embedPassages(nCopies(20, "slow long"));
        encoder.awaitBegun(2);
        Future<List<float[]>> shortList = embedder.embedPassages(List.of("slow short"));
        encoder.permits.release(2);
        encoder.awaitBegun(2);

        assertThat(encoder.order).hasSize(4).contains("slow short");

        encoder.permits.release(19);
        assertThat(done(longList)).hasSize(20);
        assertThat(done(shortList)).hasSize(1);
    }

    @Test
    void refusesTheListThatIsTooMany() {
        List<Future<List<float[]>>> taken = IntStream.range(0, LISTS)
                .mapToObj(_ -> embedder.embedPassages(nCopies(5, "slow")))
                .toList();

        assertFails(embedder.embedPassages(List.of("one more")), Code.UNAVAILABLE);

        encoder.permits.release(LISTS * 5);
        taken.forEach(list -> assertThat(done(list)).hasSize(5));
        assertThat(done(embedder.embedPassages(List.of("again")))).hasSize(1);
    }

    @Test
    void refusesTheQuestionThatIsTooMany() {
        Future<float[]> running = query("");
        done(running);
        Future<?> blocking = pools.queries.run(() -> encoder.encode("slow"));
        Future<?> waiting = query("waits");

        assertFails(query("too many"), Code.UNAVAILABLE);

        encoder.permits.release();
        done(blocking);
        done(waiting);
    }

    @Test
    void givesUpAQuestionWhoseTimeIsOver() {
        assertFails(embedder.embedQuery("late", Deadline.after(Duration.ZERO)), Code.DEADLINE_EXCEEDED);
        assertThat(encoder.order).isEmpty();
    }

    @Test
    void givesUpAQuestionWhoseTimePassedWhileLoading() {
        LocalEmbedder slow = embedder(() -> {
            encoder.permits.acquireUninterruptibly();
            return encoder;
        });
        Deadline deadline = Deadline.after(Duration.ofMillis(50));
        Future<float[]> asked = slow.embedQuery("late", deadline);
        while (!deadline.expired()) {
            Thread.onSpinWait();
        }
        encoder.permits.release();

        assertFails(asked, Code.DEADLINE_EXCEEDED);
    }

    @Test
    void failsTheListOfABadTextAndNoOther() {
        Future<List<float[]>> good = embedder.embedPassages(nCopies(8, "slow"));
        Future<List<float[]>> bad = embedder.embedPassages(List.of("fine", "bad", "fine"));
        encoder.permits.release(8);

        assertFails(bad, Code.EMBEDDING_FAILED);
        assertThat(done(good)).hasSize(8);
        assertFails(query("ok").compose(_ -> embedder.embedPassages(List.of("bad"))), Code.EMBEDDING_FAILED);
    }

    @Test
    void loadsOnceForAllAndOnlyWhenNeeded() {
        assertThat(loads).hasValue(0);

        done(Future.all(
                query("a"), embedder.embedPassages(List.of("b", "c", "d")), embedder.embedPassages(List.of("e", "f"))));
        done(embedder.check());

        assertThat(loads).hasValue(1);
    }

    @Test
    void reportsAFailedLoadAndTriesAgain() {
        AtomicInteger tries = new AtomicInteger();
        LocalEmbedder broken = embedder(() -> {
            if (tries.incrementAndGet() < 3) {
                throw new Fault(Code.MODEL_UNAVAILABLE, "not yet");
            }
            return encoder;
        });

        assertFails(broken.check(), Code.MODEL_UNAVAILABLE);
        assertFails(broken.embedPassages(List.of("text")), Code.MODEL_UNAVAILABLE);
        done(broken.check());
        assertThat(done(broken.embedPassages(List.of("text")))).hasSize(1);
    }

    @Test
    void saysWhichFileOfTheModelIsMissing() {
        LocalModel absent = new LocalModel("absent", "/no.onnx", "/no.json", 1, 8, "");

        assertThatThrownBy(() -> Resources.network(absent)).hasMessageContaining("/no.onnx");
        assertThatThrownBy(() -> Resources.tokenizer(absent))
                .hasMessageContaining("/no.json")
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(Code.MODEL_UNAVAILABLE));
    }

    @Test
    void closesAfterTheTextsUnderWayAndFailsTheRest() {
        Future<List<float[]>> begun = embedder.embedPassages(List.of("slow 1", "slow 2"));
        Future<List<float[]>> waiting = embedder.embedPassages(nCopies(5, "slow"));
        encoder.awaitBegun(2);
        Future<Void> closed = embedder.close();

        assertFails(waiting, Code.UNAVAILABLE);
        assertFails(embedder.embedPassages(List.of("after")), Code.UNAVAILABLE);
        assertThat(closed.isComplete()).isFalse();
        assertThat(encoder.freed).isFalse();

        encoder.permits.release(2);
        done(closed);
        assertThat(done(begun)).hasSize(2);
        assertThat(encoder.freed).isTrue();
        assertFails(query("after"), Code.UNAVAILABLE);
        assertFails(embedder.check(), Code.UNAVAILABLE);
        done(embedder.close());
    }

    @Test
    void answersEachCallerOnItsOwnContext() {
        Promise<Context> first = Promise.promise();
        Promise<Context> second = Promise.promise();
        Context mine = pools.vertx.getOrCreateContext();
        Context yours = pools.vertx.getOrCreateContext();
        mine.runOnContext(_ ->
                embedder.embedPassages(nCopies(4, "slow")).onComplete(_ -> first.complete(Vertx.currentContext())));
        encoder.awaitBegun(2);
        yours.runOnContext(_ ->
                embedder.embedPassages(nCopies(4, "slow")).onComplete(_ -> second.complete(Vertx.currentContext())));
        encoder.permits.release(8);

        assertThat(done(first.future())).isSameAs(mine);
        assertThat(done(second.future())).isSameAs(yours);
    }

    private Future<float[]> query(String text) {
        return embedder.embedQuery(text, Deadline.none());
    }

    private LocalEmbedder embedder(Supplier<TextEncoder> loader) {
        return new LocalEmbedder(
                pools.queries,
                pools.bulk,
                new LocalModelSettings(2, LISTS, 256, 32),
                () -> Resources.tokenizer(LocalModel.BGE_SMALL_EN),
                loader);
    }

    private static void assertFails(Future<?> future, Code code) {
        assertThatThrownBy(() -> done(future))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(code));
    }
}
