package io.knarr.model.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.context.Tokens;
import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.observe.Meters;
import io.knarr.testing.Await;
import io.knarr.testing.FakeProvider;
import io.knarr.testing.Manner;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteRerankerTest {
    private static final List<String> DOCUMENTS = List.of("about coffee", "green tea in the morning", "tea");

    private final Vertx vertx = Vertx.vertx();
    private final FakeProvider fake = FakeProvider.start(vertx);

    @AfterEach
    void closeAll() {
        fake.close();
        Void _ = Await.of(vertx.close());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "openai | /anything | {} ",
                "litellm | /v1/rerank | {} ",
                "openai | /api/v1/services/rerank/text-rerank/text-rerank | {\"parameters\":{\"return_documents\":false}}",
                "cohere | /v2/rerank | {\"top_n\":3,\"return_documents\":false}",
            })
    void asksInTheFormOfTheProvider(String provider, String path, String rest) {
        RemoteReranker reranker = reranker(provider, fake.address() + path, 0);

        double[] scores = Await.of(reranker.scores("green tea", DOCUMENTS, Deadline.none()));

        assertThat(scores).containsExactly(0, 1, 0.5);
        assertThat(fake.asked().getFirst().path()).isEqualTo(path);
        JsonObject body = fake.asked().getFirst().body().copy();
        JsonObject asked = body.containsKey("input") ? (JsonObject) body.remove("input") : body;
        assertThat(asked.remove("query")).isEqualTo("green tea");
        assertThat(asked.remove("documents")).isNotNull();
        assertThat(body.remove("model")).isEqualTo("judge");
        assertThat(body).isEqualTo(new JsonObject(rest));
    }

    @ParameterizedTest
    @CsvSource({"'', /v2/rerank", "/, /v2/rerank", "/v1, /v1/rerank", "/v2/rerank, /v2/rerank"})
    void findsCoheresAddressFromItsBase(String base, String path) {
        double[] _ = Await.of(reranker("cohere", fake.address() + base, 0).scores("tea", DOCUMENTS, Deadline.none()));

        assertThat(fake.asked().getFirst().path()).isEqualTo(path);
    }

    @Test
    void scoresWithZeroWhatTheAnswerDoesNotName() {
        fake.always(Manner.text("{\"results\":[{\"index\":1,\"relevance_scores\":0.75}]}"));

        assertThat(Await.of(reranker().scores("tea", DOCUMENTS, Deadline.none())))
                .containsExactly(0, 0.75, 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"results\":[]}",
                "{\"output\":null}",
                "{\"results\":[null]}",
                "{\"results\":[{\"index\":3,\"relevance_score\":1}]}",
                "{\"results\":[{\"index\":-1,\"relevance_score\":1}]}",
                "{\"results\":[{\"index\":0}]}",
                "{\"results\":[{\"relevance_score\":1}]}",
                "{\"results\":\"x\"}",
                "x",
            })
    void takesNoGarbageForScores(String body) {
        fake.always(Manner.text(body));

        assertThat(Await.faultOf(reranker().scores("tea", DOCUMENTS, Deadline.none()))
                        .code())
                .isEqualTo(Code.PROCESSING_ERROR);
    }

    @Test
    void asksNobodyAboutNothing() {
        assertThat(Await.of(reranker().scores("tea", List.of(), Deadline.none())))
                .isEmpty();
        assertThat(fake.asked()).isEmpty();
    }

    @Test
    void keepsHeadAndTailOfWhatIsTooLong() {
        String question = "q".repeat(4000);
        String document = "a".repeat(2000) + "z".repeat(2000);

        double[] _ = Await.of(
                reranker("openai", fake.address(), 128).scores(question, List.of(document, "short"), Deadline.none()));

        JsonObject body = fake.asked().getFirst().body();
        assertThat(Tokens.estimate(body.getString("query"))).isEqualTo(96);
        String cut = body.getJsonArray("documents").getString(0);
        assertThat(cut).startsWith("aaaa").endsWith("zzzz").contains("\n…\n");
        assertThat(Tokens.estimate(cut)).isLessThanOrEqualTo(32);
        assertThat(cut.chars().filter(c -> c == 'a').count())
                .isGreaterThan(2 * cut.chars().filter(c -> c == 'z').count());
        assertThat(body.getJsonArray("documents").getString(1)).isEqualTo("short");
    }

    @Test
    void failsLikeAnyProvider() {
        fake.always(Manner.status(500));

        assertThat(Await.faultOf(reranker().scores("tea", DOCUMENTS, Deadline.none()))
                        .code())
                .isEqualTo(Code.UNAVAILABLE);
    }

    private RemoteReranker reranker() {
        return reranker("openai", fake.address(), 0);
    }

    private RemoteReranker reranker(String provider, String url, int maxInputTokens) {
        return new RemoteReranker(
                Given.around(vertx, Meters.NONE),
                new RerankSettings(
                        Given.credential(provider, "judge", url), maxInputTokens, Given.limits(0, Given.LONG)));
    }
}
