package io.knarr.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.model.remote.ChatSettings;
import io.knarr.model.remote.Credential;
import io.knarr.model.remote.EmbeddingSettings;
import io.knarr.model.remote.RerankSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ov.conf} says of providers, and what becomes of it. */
class ProviderSettingsTest {
    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"embedding\":{\"dense\":null}}",
                "{\"embedding\":{\"dense\":{\"provider\":\"local\"}}}",
                "{\"embedding\":{\"dense\":{\"backend\":\"local\",\"model\":\"bge-small-zh-v1.5-f16\",\"dimension\":512}}}",
                "{\"embedding\":{\"dense\":{\"provider\":null,\"api_key\":\"\",\"api_base\":\"\"}}}",
            })
    void theModelInTheProcessServesWhenNobodyElseIsNamed(String file) {
        Settings settings = given(file).settings();

        assertThat(settings.embedding().remote()).isEmpty();
        assertThat(settings.vlm().remote("vlm")).isEmpty();
        assertThat(settings.rerank().remote()).isEmpty();
    }

    @Test
    void readsTheExampleOfTheContract() {
        Settings settings =
                given("""
                {"embedding":{"dense":{"provider":"openai","model":"text-embedding-3-small","api_key":"$OPENAI_API_KEY","dimension":1536}},
                 "vlm":{"provider":"openai","model":"gpt-4o-mini","api_key":"${OPENAI_API_KEY}"}}""").variable("OPENAI_API_KEY", "sk-from-the-environment").settings();

        EmbeddingSettings embedding = settings.embedding().remote().orElseThrow();
        assertThat(embedding.credentials()).singleElement().satisfies(credential -> {
            assertThat(credential.provider()).isEqualTo("openai");
            assertThat(credential.model()).isEqualTo("text-embedding-3-small");
            assertThat(credential.apiKey()).isPresent();
        });
        assertThat(embedding.dimension()).hasValue(1536);
        assertThat(embedding.batchSize()).isEqualTo(32);
        assertThat(embedding.limits().maxBulk()).isEqualTo(10);
        assertThat(embedding.limits().maxRetries()).isEqualTo(3);
        assertThat(embedding.limits().breaker().reset()).isEqualTo(Duration.ofMinutes(1));
        ChatSettings vlm = settings.vlm().remote("vlm").orElseThrow();
        assertThat(vlm.credentials())
                .singleElement()
                .extracting(Credential::model)
                .isEqualTo("gpt-4o-mini");
        assertThat(vlm.limits().timeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.queryPlanner().remote("query_planner")).isEmpty();
        assertThat(settings.secrets()).extracting(Secret::reveal).contains("sk-from-the-environment");
        assertThat(settings.toString()).doesNotContain("sk-from-the-environment");
    }

    @Test
    void readsAllItCanBeTold() {
        Settings settings = given("""
                {"embedding":{"max_concurrent":3,"max_retries":0,"max_per_second":5.5,"timeout":7,"query_timeout_ms":800,
                  "circuit_breaker":{"failure_threshold":2,"reset_timeout":3,"max_reset_timeout":4},
                  "dense":{"provider":"OpenAI","model":"m","api_base":"http://localhost:8080/v1/","batch_size":7,"input":"text",
                   "query_param":"q","document_param":"a=b","encoding_format":"base64","extra_headers":{"X-A":"secret-header"},
                   "extra_body":{"user":"u"},"failback_timeout_seconds":9,"failback_request_count":8}}}""").settings();

        EmbeddingSettings embedding = settings.embedding().remote().orElseThrow();
        assertThat(embedding.limits().maxBulk()).isEqualTo(3);
        assertThat(embedding.limits().maxRetries()).isZero();
        assertThat(embedding.limits().maxPerSecond()).isEqualTo(5.5);
        assertThat(embedding.limits().timeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(embedding.limits().breaker().failures()).isEqualTo(2);
        assertThat(embedding.queryTimeout()).isEqualTo(Duration.ofMillis(800));
        assertThat(embedding.batchSize()).isEqualTo(7);
        assertThat(embedding.input()).isEqualTo(EmbeddingSettings.Input.TEXT);
        assertThat(embedding.encoding()).isEqualTo(EmbeddingSettings.Encoding.BASE64);
        assertThat(embedding.queryParam()).isEqualTo("q");
        assertThat(embedding.documentParam()).isEqualTo("a=b");
        assertThat(embedding.extraBody()).containsEntry("user", "u");
        assertThat(embedding.failback().after()).isEqualTo(Duration.ofSeconds(9));
        assertThat(embedding.failback().calls()).isEqualTo(8);
        assertThat(embedding.credentials().getFirst().headers()).containsKey("X-A");
        assertThat(settings.toString()).doesNotContain("secret-header");
        assertThat(settings.secrets()).extracting(Secret::reveal).contains("secret-header");
    }

    @Test
    void accountsFillTheirGapsFromTheSectionButNeverGetAnothersKey() {
        Settings settings = given("""
                {"vlm":{"provider":"openai","model":"gpt-4o","api_key":"sk-section","api_base":"https://one.example/v1","credentials":[
                   {"id":"a"},
                   {"id":"b","api_key":"sk-second"},
                   {"id":"c","provider":"deepseek","model":"deepseek-chat","api_key":"sk-third"}],
                  "backup":{"provider":"ollama","model":"llama3"}}}""").settings();

        List<Credential> all = settings.vlm().remote("vlm").orElseThrow().credentials();

        assertThat(all).extracting(Credential::provider).containsExactly("openai", "openai", "deepseek", "ollama");
        assertThat(all).extracting(Credential::model).containsExactly("gpt-4o", "gpt-4o", "deepseek-chat", "llama3");
        assertThat(all)
                .extracting(Credential::apiBase)
                .containsExactly(
                        Optional.of("https://one.example/v1"),
                        Optional.of("https://one.example/v1"),
                        Optional.empty(),
                        Optional.empty());
        assertThat(all.getLast().apiKey()).isEmpty();
        assertThat(settings.secrets()).extracting(Secret::reveal).contains("sk-section", "sk-second", "sk-third");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"api_key\":\"k\",\"api_base\":\"https://r.example/rerank\"} | openai | qwen3-rerank",
                "{\"api_key\":\"k\"} | cohere | rerank-v3.5",
                "{\"provider\":\"cohere\",\"model_name\":\"rerank-v4\",\"api_key\":\"k\"} | cohere | rerank-v4",
                "{\"provider\":\"openai\",\"model\":\"m\",\"model_name\":\"old\",\"api_base\":\"http://r.example\"} | openai | m",
            })
    void tellsARerankerByWhatIsSet(String section, String provider, String model) {
        RerankSettings rerank = given("{\"rerank\":" + section + "}")
                .settings()
                .rerank()
                .remote()
                .orElseThrow();

        assertThat(rerank.credential().provider()).isEqualTo(provider);
        assertThat(rerank.credential().model()).isEqualTo(model);
        assertThat(rerank.limits().timeout()).isEqualTo(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'embedding':{'dense':{'provider':'vikingdb','model':'m','ak':'a','sk':'s'}}} | embedding.dense.provider | signed with ak and sk",
                "{'embedding':{'dense':{'provider':'nobody','model':'m'}}} | embedding.dense.provider | provider nobody is not known",
                "{'embedding':{'dense':{'provider':'openai','model':'m'}}} | embedding.dense.provider | needs an api_key",
                "{'embedding':{'dense':{'provider':'openai','api_key':'k'}}} | embedding.dense.provider | needs a model",
                "{'embedding':{'dense':{'provider':'azure','model':'m','api_key':'k'}}} | embedding.dense.provider | needs an api_base",
                "{'embedding':{'dense':{'provider':'litellm','model':'m','api_key':'k'}}} | embedding.dense.provider | needs an api_base",
                "{'embedding':{'dense':{'model':'m','api_key':'k'}}} | embedding.dense.provider | set embedding.dense.provider",
                "{'embedding':{'dense':{'provider':'openai','model':'m','api_base':'localhost'}}} | embedding.dense.provider | must be an address",
                "{'embedding':{'dense':{'provider':'openai','credentials':[{'model':'a','api_key':'k'},{'model':'b','api_key':'k'}]}}}"
                        + " | embedding.dense.credentials | the same model",
                "{'embedding':{'dense':{'provider':'openai','model':'m','api_key':'$NOT_SET'}}} | embedding.dense.api_key | no variable NAME",
                "{'embedding':{'dense':{'provider':'openai','model':'m','credentials':'x'}}} | embedding.dense.credentials | a list of objects",
                "{'embedding':{'dense':{'provider':'openai','model':'m','extra_headers':{'a':1}}}} | embedding.dense.extra_headers | object of texts",
                "{'vlm':{'provider':'openai-codex','model':'gpt-5'}} | vlm.provider | OAuth",
                "{'vlm':{'provider':'mystery','model':'m','api_key':'k'}} | vlm.provider | needs an api_base",
                "{'query_planner':{'provider':'azure','model':'m','api_key':'k'}} | query_planner.provider | needs an api_base",
                "{'rerank':{'provider':'vikingdb','ak':'a','sk':'s'}} | rerank.provider | signed with ak and sk",
                "{'rerank':{'provider':'openai','api_key':'k'}} | rerank.provider | needs an api_base",
                "{'rerank':{'provider':'cohere'}} | rerank.provider | needs an api_key",
                "{'rerank':{'provider':'x','api_key':'k'}} | rerank.provider | cohere, openai, litellm",
                "{'rerank':{'max_input_tokens':100}} | rerank.max_input_tokens | 0 (off) or from 128",
            })
    void refusesAtStartWhatCannotWork(String file, String subject, String text) {
        LoadedSettings loaded = given(file.replace('\'', '"')).load();

        assertThat(loaded.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.subject()).isEqualTo(subject);
            assertThat(problem.text()).contains(text);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"vlm\":{\"provider\":\"openai\",\"model\":\"gpt-4o\"}}",
                "{\"vlm\":{\"model\":\"gpt-4o\",\"api_key\":\"sk-1\"}}",
                "{\"vlm\":{\"provider\":\"openai\",\"api_key\":\"sk-1\"}}",
            })
    void saysWhenAWriterIsOnlyHalfConfigured(String file) {
        LoadedSettings loaded = given(file).load();

        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.notices())
                .containsExactly("vlm is not used: it needs a provider, a model and an api_key (or an api_base)");
        assertThat(loaded.settings().orElseThrow().vlm().remote("vlm")).isEmpty();
    }

    @Test
    void variablesSetProvidersToo() {
        Settings settings = new Given(root)
                .variable("KNARR_EMBEDDING_DENSE_PROVIDER", "openai")
                .variable("KNARR_EMBEDDING_DENSE_MODEL", "m")
                .variable(
                        "KNARR_EMBEDDING_DENSE_CREDENTIALS",
                        "[{\"api_key\":\"one-key\"},{\"api_key\":\"another-key\"}]")
                .settings();

        assertThat(settings.embedding().remote().orElseThrow().credentials()).hasSize(2);
    }

    @Test
    void checkShowsProvidersWithoutTheirKeys() {
        LoadedSettings loaded = given("""
                {"embedding":{"dense":{"provider":"openai","model":"m","api_key":"sk-hidden","extra_headers":{"A":"hidden-too"},
                  "credentials":[{"api_key":"sk-hidden-2"}]}}}""").load();

        StringBuilder shown = new StringBuilder();
        for (Key<?> key : Keys.ALL) {
            shown.append(key.path())
                    .append(" = ")
                    .append(loaded.values().shown(key))
                    .append('\n');
        }

        assertThat(shown.toString())
                .contains(
                        "embedding.dense.provider = openai\n",
                        "embedding.dense.api_key = ***\n",
                        "embedding.dense.extra_headers = ***\n",
                        "embedding.dense.credentials = ***\n",
                        "vlm.api_key = not set\n",
                        "vlm.credentials = empty\n")
                .doesNotContain("hidden");
        assertThat(loaded.toString()).doesNotContain("hidden");
    }

    private Given given(String file) {
        return new Given(root).userFile(file);
    }
}
