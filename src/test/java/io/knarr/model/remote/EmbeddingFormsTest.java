package io.knarr.model.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.fault.Outlook;
import io.knarr.model.remote.EmbeddingSettings.Encoding;
import io.knarr.model.remote.EmbeddingSettings.Input;
import io.knarr.observe.Meters;
import io.knarr.testing.Await;
import io.knarr.testing.FakeModels;
import io.knarr.testing.FakeProvider;
import io.knarr.testing.HashEmbedder;
import io.knarr.testing.Manner;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each provider is sent, and that its answer is understood. */
class EmbeddingFormsTest {
    private static final HashEmbedder HASH = new HashEmbedder(64);

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
                "openai     | text-embedding-3-small | /embeddings | {\"dimensions\":64} | {\"dimensions\":64}",
                "openai     | text-embedding-ada-002 | /embeddings | {} | {}",
                "litellm    | some-model | /embeddings | {\"dimensions\":64} | {\"dimensions\":64}",
                "gemini     | gemini-embedding-001 | /embeddings | {\"dimensions\":64} | {\"dimensions\":64}",
                "dashscope  | text-embedding-v4 | /embeddings | {\"dimensions\":64} | {\"dimensions\":64}",
                "ollama     | nomic-embed-text | /v1/embeddings | {} | {}",
                "jina       | jina-embeddings-v3 | /embeddings"
                        + " | {\"dimensions\":64,\"task\":\"retrieval.query\"} | {\"dimensions\":64,\"task\":\"retrieval.passage\"}",
                "jina       | jina-code-embeddings-1.5b | /embeddings"
                        + " | {\"dimensions\":64,\"task\":\"nl2code.query\"} | {\"dimensions\":64,\"task\":\"nl2code.passage\"}",
                "voyage     | voyage-3.5 | /embeddings"
                        + " | {\"output_dimension\":64,\"input_type\":\"query\"} | {\"output_dimension\":64,\"input_type\":\"document\"}",
                "voyage     | voyage-3-lite | /embeddings | {\"input_type\":\"query\"} | {\"input_type\":\"document\"}",
                "cohere     | embed-v4.0 | /v2/embed"
                        + " | {\"output_dimension\":64,\"input_type\":\"search_query\",\"embedding_types\":[\"float\"]}"
                        + " | {\"output_dimension\":64,\"input_type\":\"search_document\",\"embedding_types\":[\"float\"]}",
                "minimax    | embo-01 | /embeddings | {\"type\":\"query\"} | {\"type\":\"db\"}",
                "volcengine | doubao-embedding-text | /embeddings | {} | {}",
                "azure      | mine | /openai/deployments/mine/embeddings | {\"dimensions\":64} | {\"dimensions\":64}",
            })
    void asksInTheFormOfTheProvider(String provider, String model, String path, String query, String document) {
        RemoteEmbedder embedder = embedder(settings(provider, model));

        float[] ofQuery = Await.of(embedder.embedQuery("green tea", Deadline.none()));
        List<float[]> ofPassages = Await.of(embedder.embedPassages(List.of("one", "two")));

        assertThat(ofQuery).containsExactly(HASH.vector("green tea"), within(1e-5f));
        assertThat(ofPassages.getFirst()).containsExactly(HASH.vector("one"), within(1e-5f));
        assertThat(ofPassages.getLast()).containsExactly(HASH.vector("two"), within(1e-5f));
        assertThat(fake.asked()).extracting(FakeProvider.Asked::path).containsExactly(path, path);
        assertThat(rest(0, model)).isEqualTo(new JsonObject(query));
        assertThat(rest(1, model)).isEqualTo(new JsonObject(document));
        assertThat(fake.asked().getFirst().headers())
                .containsEntry(
                        provider.equals("azure") ? "api-key" : "authorization",
                        provider.equals("azure") ? Given.KEY : "Bearer " + Given.KEY);
    }

    /** What was sent beside the model and the texts. */
    private JsonObject rest(int request, String model) {
        JsonObject body = fake.asked().get(request).body().copy();
        assertThat(body.remove("model")).isEqualTo(model);
        assertThat(body.containsKey("input") ? body.remove("input") : body.remove("texts"))
                .isNotNull();
        return body;
    }

    @Test
    void volcenginesPictureModelsTakeOneTextAtATime() {
        EmbeddingSettings text = settings("volcengine", "doubao-embedding-vision-250615");
        RemoteEmbedder embedder = embedder(new EmbeddingSettings(
                text.credentials(),
                text.failback(),
                text.dimension(),
                text.batchSize(),
                text.maxInputTokens(),
                text.passageTokens(),
                "",
                "",
                Encoding.FLOAT,
                Input.MULTIMODAL,
                Map.of(),
                text.queryTimeout(),
                text.limits()));

        List<float[]> vectors = Await.of(embedder.embedPassages(List.of("one", "two")));

        assertThat(vectors.getLast()).containsExactly(HASH.vector("two"), within(1e-5f));
        assertThat(fake.asked()).hasSize(2).allSatisfy(asked -> {
            assertThat(asked.path()).isEqualTo("/embeddings/multimodal");
            assertThat(asked.body().getString("encoding_format")).isEqualTo("float");
        });
    }

    @Test
    void sendsWhatIsConfiguredBeside() {
        EmbeddingSettings plain = settings("openai", "m");
        Credential own = plain.credentials().getFirst();
        RemoteEmbedder embedder = embedder(new EmbeddingSettings(
                List.of(new Credential(
                        "openai",
                        "m",
                        own.apiBase(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of("X-Team", new ApiKey("tea")))),
                plain.failback(),
                OptionalInt.empty(),
                4,
                1000,
                512,
                "task=search, side=left",
                "passage",
                Encoding.BASE64,
                Input.TEXT,
                Map.of("user", "knarr"),
                Given.LONG,
                plain.limits()));
        fake.with(new FakeModels(2048, false));

        assertThat(Await.of(embedder.embedQuery("a", Deadline.none())))
                .containsExactly(new HashEmbedder(2048).vector("a"), within(1e-5f));
        assertThat(Await.of(embedder.embedPassages(List.of("b")))).hasSize(1);

        JsonObject query = fake.asked().getFirst().body();
        assertThat(query.getString("task")).isEqualTo("search");
        assertThat(query.getString("side")).isEqualTo("left");
        assertThat(query.getString("user")).isEqualTo("knarr");
        assertThat(query.containsKey("dimensions")).isFalse();
        assertThat(fake.asked().getLast().body().getString("input_type")).isEqualTo("passage");
        assertThat(fake.asked().getFirst().headers())
                .containsEntry("x-team", "tea")
                .doesNotContainKey("authorization");
    }

    @ParameterizedTest
    @CsvSource({
        "1002, RESOURCE_EXHAUSTED, PAUSE",
        "1004, UNAUTHENTICATED, PAUSE",
        "1008, RESOURCE_EXHAUSTED, PAUSE",
        "2013, INVALID_ARGUMENT, GIVE_UP",
        "1000, UNAVAILABLE, RETRY",
    })
    void minimaxMeansItOnlyWhenItSaysSo(int status, Code code, Outlook outlook) {
        fake.always(Manner.text("{\"vectors\":null,\"base_resp\":{\"status_code\":" + status + "}}"));

        Fault fault = Await.faultOf(embedder(settings("minimax", "embo-01")).embedQuery("a", Deadline.none()));

        assertThat(fault.code()).isEqualTo(code);
        assertThat(fault.outlook()).contains(outlook);
    }

    @Test
    void knowsTheLengthOfVectorsOfCommonModels() {
        assertThat(KnownDimensions.of("text-embedding-3-large")).isEqualTo(3072);
        assertThat(KnownDimensions.of("openai/text-embedding-3-small")).isEqualTo(1536);
        assertThat(KnownDimensions.of("voyage-3.5")).isEqualTo(1024);
        assertThat(KnownDimensions.of("embed-english-light-v3.0")).isEqualTo(384);
        assertThat(KnownDimensions.of("somebody's")).isEqualTo(2048);
    }

    private EmbeddingSettings settings(String provider, String model) {
        return Given.embedding(Given.limits(0, Given.LONG), Given.credential(provider, model, fake.address()));
    }

    private RemoteEmbedder embedder(EmbeddingSettings settings) {
        return new RemoteEmbedder(Given.around(vertx, Meters.NONE), settings);
    }
}
