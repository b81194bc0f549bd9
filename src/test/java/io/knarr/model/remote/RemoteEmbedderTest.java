package io.knarr.model.remote;

import static io.knarr.model.remote.Given.credential;
import static io.knarr.model.remote.Given.embedding;
import static io.knarr.model.remote.Given.limits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.knarr.fault.Cancellation;
import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.fault.Outlook;
import io.knarr.observe.LocalMeters;
import io.knarr.testing.Await;
import io.knarr.testing.FakeProvider;
import io.knarr.testing.HashEmbedder;
import io.knarr.testing.Manner;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way a provider can fail, over real HTTP. */
class RemoteEmbedderTest {
    private static final Duration SHORT = Duration.ofMillis(150);

    private final Vertx vertx = Vertx.vertx();
    private final LocalMeters meters = new LocalMeters();
    private final FakeProvider fake = FakeProvider.start(vertx);
    private final List<RemoteEmbedder> made = new ArrayList<>();

    @AfterEach
    void closeAll() {
        made.forEach(embedder -> Await.of(embedder.close()));
        fake.close();
        Void _ = Await.of(vertx.close());
    }

    @Test
    void embedsAQuestion() {
        float[] vector = Await.of(embedder().embedQuery("green tea", Deadline.none()));

        assertThat(vector).containsExactly(new HashEmbedder(64).vector("green tea"), within(1e-5f));
        assertThat(fake.asked().getFirst().headers()).containsEntry("authorization", "Bearer " + Given.KEY);
    }

    @Test
    void embedsPassagesInTheirOrderInAsFewRequestsAsTheyFit() {
        List<String> texts =
                IntStream.range(0, 10).mapToObj(i -> "text number " + i).toList();

        List<float[]> vectors = Await.of(embedder().embedPassages(texts));

        HashEmbedder hash = new HashEmbedder(64);
        for (int i = 0; i < 10; i++) {
            assertThat(vectors.get(i)).as("text %s", i).containsExactly(hash.vector(texts.get(i)), within(1e-5f));
        }
        assertThat(fake.asked()).hasSize(3);
    }

    @Test
    void putsTheTextsOfSeveralCallersIntoOneRequest() {
        RemoteEmbedder embedder = embedder();

        // In one task of a loop: no timer fires between.
        Promise<Void> all = Promise.promise();
        vertx.runOnContext(_ -> Future.all(
                        embedder.embedPassages(List.of("one")),
                        embedder.embedPassages(List.of("two")),
                        embedder.embedPassages(List.of("three", "four")))
                .<Void>mapEmpty()
                .onComplete(all));
        Void _ = Await.of(all.future());

        assertThat(fake.asked()).hasSize(1);
        assertThat(fake.asked().getFirst().body().getJsonArray("input")).hasSize(4);
    }

    @Test
    void aRefusedTextSpoilsOnlyItsOwnCallers() {
        RemoteEmbedder embedder = embedder();
        fake.always(new Manner.If("bad", refusal(), Manner.well()));

        Promise<List<float[]>> good = Promise.promise();
        Promise<List<float[]>> bad = Promise.promise();
        vertx.runOnContext(_ -> {
            embedder.embedPassages(List.of("good")).onComplete(good);
            embedder.embedPassages(List.of("bad")).onComplete(bad);
        });

        assertThat(Await.of(good.future())).hasSize(1);
        Fault fault = Await.faultOf(bad.future());
        assertThat(fault.code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(fault.outlook()).contains(Outlook.GIVE_UP);
        assertThat(fake.asked()).hasSize(3);
    }

    @Test
    void cutsALongTextToWhatTheModelTakes() {
        float[] _ = Await.of(embedder().embedQuery("abcd".repeat(5000), Deadline.none()));

        assertThat(fake.asked().getFirst().body().getJsonArray("input").getString(0))
                .hasSize(4000);
    }

    @Test
    void cutsLongerVectorsToTheConfiguredLength() {
        fake.next(new Manner.Vectors(80));

        float[] vector = Await.of(embedder().embedQuery("tea", Deadline.none()));

        double squares = 0;
        for (float value : vector) {
            squares += value * value;
        }
        assertThat(vector).hasSize(64);
        assertThat(squares).isCloseTo(1, within(1e-5));
    }

    @Test
    void saysWhichLengthToConfigureWhenVectorsAreTooShort() {
        fake.always(new Manner.Vectors(32));

        Fault fault = fault(embedder());

        assertThat(fault.code()).isEqualTo(Code.EMBEDDING_FAILED);
        assertThat(fault.getMessage()).contains("embedding.dense.dimension to 32");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "[]",
                "{\"data\":[",
                "{}",
                "{\"data\":null}",
                "{\"data\":[]}",
                "{\"data\":[1]}",
                "{\"data\":\"x\"}",
                "{\"data\":[{\"embedding\":\"%%\"}]}",
                "{\"data\":[{\"embedding\":[\"a\"]}]}",
                "{\"data\":[{\"embedding\":[null]}]}",
                "{\"data\":[{\"index\":7,\"embedding\":[1]}]}",
                "{\"data\":[{\"index\":\"x\",\"embedding\":[1]}]}"
            })
    void takesNoGarbageForAVector(String body) {
        fake.always(Manner.text(body));

        Fault fault = fault(embedder());

        assertThat(fault.code()).isEqualTo(Code.EMBEDDING_FAILED);
        assertThat(fault.outlook()).contains(Outlook.RETRY);
        assertThat(fake.asked()).hasSize(1);
    }

    @Test
    void refusesAVectorWithoutDirection() {
        fake.always(Manner.text("{\"data\":[{\"embedding\":[" + "0,".repeat(63) + "0]}]}"));

        assertThat(fault(embedder()).code()).isEqualTo(Code.EMBEDDING_FAILED);
    }

    @ParameterizedTest
    @CsvSource({
        "400, INVALID_ARGUMENT, GIVE_UP",
        "422, INVALID_ARGUMENT, GIVE_UP",
        "413, INVALID_ARGUMENT, GIVE_UP",
        "401, UNAUTHENTICATED, PAUSE",
        "402, RESOURCE_EXHAUSTED, PAUSE",
        "403, PERMISSION_DENIED, PAUSE",
        "404, NOT_FOUND, PAUSE",
        "302, UNAVAILABLE, PAUSE",
    })
    void asksOnceWhenAskingAgainIsOfNoUse(int status, Code code, Outlook outlook) {
        fake.always(Manner.status(status));

        Fault fault = fault(embedder());

        assertThat(fault.code()).isEqualTo(code);
        assertThat(fault.outlook()).contains(outlook);
        assertThat(fault.details())
                .containsEntry("upstream_status_code", status)
                .containsEntry("upstream_message", "told to answer " + status);
        assertThat(fake.asked()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "408, DEADLINE_EXCEEDED, RETRY",
        "429, RESOURCE_EXHAUSTED, PAUSE",
        "500, UNAVAILABLE, RETRY",
        "502, UNAVAILABLE, RETRY",
        "503, UNAVAILABLE, RETRY",
        "504, DEADLINE_EXCEEDED, RETRY",
    })
    void repeatsWhatPassesByItself(int status, Code code, Outlook outlook) {
        fake.always(Manner.status(status));

        Fault fault = fault(embedder());

        assertThat(fault.code()).isEqualTo(code);
        assertThat(fault.outlook()).contains(outlook);
        assertThat(fake.asked()).hasSize(2);
        assertThat(meters.count("provider.retries")).isEqualTo(1);
    }

    @Test
    void aRepetitionThatSucceedsIsASuccess() {
        fake.next(Manner.status(503));

        assertThat(Await.of(embedder().embedQuery("tea", Deadline.none()))).hasSize(64);
    }

    @Test
    void waitsAsLongAsItIsAsked() {
        fake.next(Manner.slowDown("1"));
        long started = System.nanoTime();

        float[] _ = Await.of(embedder().embedQuery("tea", Deadline.none()));

        assertThat(System.nanoTime() - started)
                .isGreaterThanOrEqualTo(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void doesNotWaitInVain() {
        fake.next(Manner.slowDown("5"));

        Fault fault = Await.faultOf(embedder().embedQuery("tea", Deadline.after(Duration.ofSeconds(3))));

        assertThat(fault.code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(fault.details()).containsEntry("retry_after", 5L);
        assertThat(fake.asked()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "half"})
    void repeatsWhenTheConnectionBreaks(String how) {
        fake.next(how.equals("close") ? new Manner.Close() : new Manner.HalfThenClose());

        assertThat(Await.of(embedder().embedQuery("tea", Deadline.none()))).hasSize(64);
        assertThat(fake.asked()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hang", "half", "slow"})
    void breaksOffWhatTakesTooLong(String how) {
        fake.always(
                switch (how) {
                    case "hang" -> new Manner.Hang();
                    case "half" -> new Manner.HalfThenSilence();
                    default -> new Manner.Slowly(1, Duration.ofMillis(50));
                });

        Fault fault = fault(embedder(limits(3, SHORT)));

        assertThat(fault.code()).isEqualTo(Code.DEADLINE_EXCEEDED);
        assertThat(fault.outlook()).contains(Outlook.RETRY);
        assertThat(fake.awaitBroken()).endsWith("/embeddings");
        assertThat(fake.asked()).hasSize(1);
    }

    @Test
    void neverOutlivesItsCallersDeadline() {
        fake.always(new Manner.Hang());

        Fault fault = Await.faultOf(embedder().embedQuery("tea", Deadline.after(SHORT)));

        assertThat(fault.code()).isEqualTo(Code.DEADLINE_EXCEEDED);
        assertThat(fault.getMessage()).contains("0.15 s");
        assertThat(fake.awaitBroken()).endsWith("/embeddings");
    }

    @Test
    void resetsTheRequestOfACallerThatIsGone() {
        fake.always(new Manner.Hang());
        Cancellation gone = new Cancellation();
        Future<float[]> vector = embedder().embedQuery("tea", Deadline.none().cancelledBy(gone));
        awaitOpen(1);

        gone.cancel();

        assertThat(fake.awaitBroken()).endsWith("/embeddings");
        assertThat(Await.faultOf(vector).code()).isEqualTo(Code.ABORTED);
        assertThat(meters.gauge("provider.running")).isZero();
    }

    @Test
    void failsAtOnceWhenNobodyListens() {
        String nowhere = fake.address().replaceAll("\\d+$", "1");
        RemoteEmbedder embedder = made(embedding(limits(0, Given.LONG), credential("openai", "m", nowhere)));

        Fault fault = fault(embedder);

        assertThat(fault.code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(fault.outlook()).contains(Outlook.RETRY);
    }

    @Test
    void saysThatAnAddressIsNone() {
        RemoteEmbedder embedder = made(embedding(limits(0, Given.LONG), credential("openai", "m", "not an address")));

        assertThat(fault(embedder).code()).isEqualTo(Code.MODEL_UNAVAILABLE);
    }

    @Test
    void breaksOffAnAnswerWithoutEnd() {
        fake.always(new Manner.Endless());

        Fault fault = fault(embedder());

        assertThat(fault.code()).isEqualTo(Code.EMBEDDING_FAILED);
        assertThat(fault.getMessage()).contains("longer than");
        assertThat(fake.awaitBroken()).endsWith("/embeddings");
    }

    @Test
    void asksNoMoreAfterSomeFailures() {
        fake.always(Manner.status(500));
        RemoteEmbedder embedder = embedder(limits(0, Given.LONG));
        for (int i = 0; i < 3; i++) {
            assertThat(fault(embedder).code()).isEqualTo(Code.UNAVAILABLE);
        }

        Fault fault = fault(embedder);

        assertThat(fault.code()).isEqualTo(Code.MODEL_UNAVAILABLE);
        assertThat(fault.outlook()).contains(Outlook.PAUSE);
        assertThat(fault.getMessage()).contains("told to answer 500");
        assertThat(fake.asked()).hasSize(3);
        assertThat(meters.gauge("provider.circuit")).isEqualTo(2);
        assertThat(embedder.use().trouble()).isPresent();
    }

    @Test
    void asksNoMoreAtOnceWhenTheKeyIsRefused() {
        fake.always(Manner.status(401));
        RemoteEmbedder embedder = embedder();
        Fault _ = fault(embedder);

        assertThat(fault(embedder).code()).isEqualTo(Code.MODEL_UNAVAILABLE);
        assertThat(fake.asked()).hasSize(1);
    }

    @Test
    void neverShowsTheKey() {
        fake.always(Manner.status(401, "{\"error\":{\"message\":\"bad key " + Given.KEY + "\",\"code\":\"k\"}}"));
        RemoteEmbedder embedder = embedder();

        Fault refused = fault(embedder);
        Fault leftAlone = fault(embedder);

        assertThat(refused.getMessage() + refused.details() + leftAlone.getMessage() + leftAlone.details())
                .doesNotContain(Given.KEY)
                .contains("bad key ***");
        assertThat(credential("openai", "m", "http://x").toString()).doesNotContain(Given.KEY);
    }

    @Test
    void anotherAccountTakesOverAndKeepsServing() {
        try (FakeProvider second = FakeProvider.start(vertx)) {
            fake.always(Manner.status(401));
            RemoteEmbedder embedder = made(embedding(
                    limits(1, Given.LONG),
                    credential("openai", "m", fake.address()),
                    credential("openai", "m", second.address())));

            for (int i = 0; i < 3; i++) {
                assertThat(Await.of(embedder.embedQuery("tea", Deadline.none())))
                        .hasSize(64);
            }

            assertThat(fake.asked()).hasSize(1);
            assertThat(second.asked()).hasSize(3);
        }
    }

    @Test
    void aRefusedTextIsNotTriedElsewhere() {
        try (FakeProvider second = FakeProvider.start(vertx)) {
            fake.always(refusal());
            RemoteEmbedder embedder = made(embedding(
                    limits(1, Given.LONG),
                    credential("openai", "m", fake.address()),
                    credential("openai", "m", second.address())));

            assertThat(fault(embedder).outlook()).contains(Outlook.GIVE_UP);
            assertThat(second.asked()).isEmpty();
        }
    }

    @Test
    void keepsToItsPlacesAndRefusesWhatIsTooMuch() {
        fake.always(new Manner.Hang());
        Cancellation end = new Cancellation();
        RemoteEmbedder embedder = embedder(limits(2, 3, 0, Given.LONG));
        List<Future<float[]>> calls = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            calls.add(embedder.embedQuery("tea " + i, Deadline.none().cancelledBy(end)));
        }
        awaitOpen(2);

        Fault fault = fault(embedder);

        assertThat(fault.code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(fake.mostOpen()).isEqualTo(2);
        assertThat(meters.gauge("provider.running")).isEqualTo(2);
        assertThat(meters.gauge("provider.waiting")).isEqualTo(3);
        end.cancel();
        calls.forEach(call -> assertThat(Await.faultOf(call).code()).isEqualTo(Code.ABORTED));
        assertThat(meters.gauge("provider.running")).isEqualTo(0);
        assertThat(meters.gauge("provider.waiting")).isEqualTo(0);
    }

    @Test
    void questionsDoNotWaitForBulkWork() {
        fake.always(new Manner.Hang());
        RemoteEmbedder embedder = embedder(limits(4, 100, 0, Given.LONG));
        List<String> texts = IntStream.range(0, 100).mapToObj(i -> "text " + i).toList();
        Future<List<float[]>> bulk = embedder.embedPassages(texts);
        awaitOpen(4);
        fake.always(Manner.well());

        assertThat(Await.of(embedder.embedQuery("tea", Deadline.after(Given.LONG))))
                .hasSize(64);
        assertThat(bulk.isComplete()).isFalse();
    }

    @Test
    void answersOnTheCallersContext() {
        RemoteEmbedder embedder = embedder();
        Context context = vertx.getOrCreateContext();
        Promise<Boolean> same = Promise.promise();
        context.runOnContext(
                _ -> Future.all(embedder.embedQuery("a", Deadline.none()), embedder.embedPassages(List.of("b")))
                        .onComplete(_ -> same.complete(Vertx.currentContext() == context)));

        assertThat(Await.of(same.future())).isTrue();
    }

    @Test
    void countsCallsAndTokens() {
        RemoteEmbedder embedder = embedder();
        float[] _ = Await.of(embedder.embedQuery("four words of text", Deadline.none()));
        fake.always(Manner.status(400));
        Fault _ = fault(embedder);

        assertThat(embedder.use().calls()).isEqualTo(2);
        assertThat(embedder.use().failures()).isEqualTo(1);
        assertThat(embedder.use().promptTokens()).isEqualTo(4);
        assertThat(embedder.use().trouble()).isEmpty();
        assertThat(meters.count("model.embedding.errors")).isEqualTo(1);
        assertThat(meters.count("model.embedding.tokens.input")).isEqualTo(4);
        assertThat(meters.figures("model.embedding.call.duration").count()).isEqualTo(2);
    }

    @Test
    void checkingCostsNoCallWhileAllIsWell() {
        RemoteEmbedder embedder = embedder();
        for (int i = 0; i < 20; i++) {
            Void _ = Await.of(embedder.check());
        }
        assertThat(fake.asked()).hasSize(1);

        fake.always(Manner.status(400, "no JSON"));
        Fault _ = fault(embedder);
        Void _ = Await.of(embedder.check());
        fake.always(Manner.status(503));
        Fault away = fault(embedder);

        assertThat(Await.faultOf(embedder.check())).isEqualTo(away);
    }

    @Test
    void failsCallsAfterItsEnd() {
        RemoteEmbedder embedder = embedder();
        Void _ = Await.of(embedder.close());

        assertThat(fault(embedder).code()).isEqualTo(Code.UNAVAILABLE);
    }

    private static Manner refusal() {
        return Manner.status(400, "{\"error\":{\"message\":\"not this\",\"code\":\"content_filter\"}}");
    }

    private void awaitOpen(int requests) {
        Promise<Void> there = Promise.promise();
        long timer = vertx.setPeriodic(2, _ -> {
            if (fake.open() >= requests) {
                there.tryComplete();
            }
        });
        Void _ = Await.of(there.future());
        boolean _ = vertx.cancelTimer(timer);
    }

    private Fault fault(RemoteEmbedder embedder) {
        return Await.faultOf(embedder.embedQuery("tea", Deadline.none()));
    }

    private RemoteEmbedder embedder() {
        return embedder(limits(1, Given.LONG));
    }

    private RemoteEmbedder embedder(CallLimits limits) {
        return made(embedding(limits, credential("openai", "text-embedding-3-small", fake.address())));
    }

    private RemoteEmbedder made(EmbeddingSettings settings) {
        RemoteEmbedder embedder = new RemoteEmbedder(Given.around(vertx, meters), settings);
        made.add(embedder);
        return embedder;
    }
}
