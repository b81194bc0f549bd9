package io.knarr.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.runtime.ServerSettings.AuthKind;
import io.knarr.runtime.ServerSettings.HttpVersion;
import io.knarr.runtime.ServerSettings.Transport;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsLoaderTest {
    @TempDir
    Path root;

    private Given given() {
        return new Given(root);
    }

    @Test
    void needsNoFile() {
        Settings settings = given().settings();

        assertThat(settings.server().host()).isEqualTo("127.0.0.1");
        assertThat(settings.server().port()).isEqualTo(1933);
        assertThat(settings.server().workers()).isEqualTo(3);
        assertThat(settings.server().effectiveAuthMode()).isEqualTo(AuthKind.DEV);
        assertThat(settings.storage().workspace()).isEqualTo(root.resolve("home/.knarr"));
        assertThat(settings.retrieval().hybrid()).isTrue();
    }

    @Test
    void keepsDataWhereOpenVikingDoesWhenThereIsAFile() {
        assertThat(given().userFile("{}").settings().storage().workspace()).isEqualTo(root.resolve("cwd/data"));
        assertThat(given().userFile("{\"storage\":{\"workspace\":\"~/w\"}}")
                        .settings()
                        .storage()
                        .workspace())
                .isEqualTo(root.resolve("home/w"));
    }

    @ParameterizedTest(name = "file {0}, variable {1}, option {2}: {3} from {4}")
    @CsvSource({
        ",,,1933,default",
        "1,,,1,ov.conf:server.port",
        ",2,,2,KNARR_SERVER_PORT",
        ",,3,3,--port",
        "1,2,,2,KNARR_SERVER_PORT",
        "1,,3,3,--port",
        ",2,3,3,--port",
        "1,2,3,3,--port"
    })
    void optionsWinOverVariablesOverTheFileOverDefaults(
            String file, String variable, String option, int port, String origin) {
        Given given = given();
        if (file != null) {
            given.userFile("{\"server\":{\"port\":" + file + "}}");
        }
        if (variable != null) {
            given.variable("KNARR_SERVER_PORT", variable);
        }
        if (option != null) {
            given.option(Keys.PORT, "--port", option);
        }

        LoadedSettings loaded = given.load();

        assertThat(loaded.settings().orElseThrow().server().port()).isEqualTo(port);
        assertThat(loaded.values().origin(Keys.PORT)).isEqualTo(origin);
    }

    @Test
    void looksForTheFileInTheOrderOfTheContract() {
        Given given = given();
        assertThat(given.file("etc/openviking/ov.conf", port(1))
                        .settings()
                        .server()
                        .port())
                .isEqualTo(1);
        assertThat(given.userFile(port(2)).settings().server().port()).isEqualTo(2);
        given.file("cwd/three.json", port(3)).variable("OPENVIKING_CONFIG_FILE", "three.json");
        assertThat(given.settings().server().port()).isEqualTo(3);
        given.file("cwd/four.json", port(4)).variable("KNARR_CONFIG", "four.json");
        assertThat(given.settings().server().port()).isEqualTo(4);
        given.file("home/five.json", port(5)).config("~/five.json");
        assertThat(given.settings().server().port()).isEqualTo(5);
    }

    private static String port(int port) {
        return "{\"server\":{\"port\":" + port + "}}";
    }

    @Test
    void aFileSomebodyNamedMustBeThere() {
        LoadedSettings loaded = given().variable("KNARR_CONFIG", "nowhere.conf").load();

        assertThat(loaded.settings()).isEmpty();
        assertThat(loaded.problems()).singleElement().asString().contains("cwd/nowhere.conf", "KNARR_CONFIG");
    }

    @Test
    void expandsVariablesInTheTextAndLeavesUnsetOnes() {
        Settings settings = given().variable("WHERE", "/srv")
                .variable("P", "7")
                .userFile(
                        "\uFEFF{\"storage\":{\"workspace\":\"${WHERE}/$UNSET/${NOT_SET}\"},\"server\":{\"port\":\"$P\"}}")
                .settings();

        assertThat(settings.storage().workspace()).isEqualTo(Path.of("/srv/$UNSET/${NOT_SET}"));
        assertThat(settings.server().port()).isEqualTo(7);
    }

    @Test
    void takesCommentsAndTrailingCommas() {
        assertThat(given().userFile("// mine\n{\"server\": {\"port\": 9, /* odd */},}")
                        .settings()
                        .server()
                        .port())
                .isEqualTo(9);
    }

    @Test
    void pointsAtTheMistakeInAFileWithoutQuotingIt() {
        LoadedSettings loaded = given().userFile("{\"server\":\n  {\"root_api_key\": sk-very-secret}}")
                .load();

        assertThat(loaded.problems()).singleElement().asString().contains("line 2", "not valid JSON");
        assertThat(loaded.problems().toString()).doesNotContain("very-secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", "1.5", "5000", ""})
    void refusesBadWorkersFromEverySource(String bad) {
        String rule = "a whole number from 1 to 1024";

        assertThat(given().userFile("{\"server\":{\"workers\":\"" + bad + "\"}}")
                        .load()
                        .problems())
                .singleElement()
                .asString()
                .contains("ov.conf:server.workers", rule);
        assertThat(given().variable("KNARR_SERVER_WORKERS", bad).load().problems())
                .anySatisfy(problem -> assertThat(problem.toString()).contains("KNARR_SERVER_WORKERS", rule));
        assertThat(given().option(Keys.WORKERS, "--workers", bad).load().problems())
                .anySatisfy(problem -> assertThat(problem.toString()).contains("--workers", rule));
    }

    @Test
    void refusesNumbersThatAreNotTexts() {
        assertThat(given().userFile("{\"server\":{\"workers\":1.5,\"port\":true,\"backlog\":[]}}")
                        .load()
                        .problems())
                .extracting(Problem::subject)
                .containsExactlyInAnyOrder("server.workers", "server.port", "server.backlog");
    }

    @Test
    void reportsEverythingAtOnce() {
        LoadedSettings loaded = given().userFile("{\"server\":{\"workers\":0,\"prot\":1},\"storag\":{}}")
                .variable("KNARR_LOG_LEVEL", "loud")
                .option(Keys.PORT, "--port", "99999")
                .load();

        assertThat(loaded.problems())
                .map(Problem::toString)
                .containsExactlyInAnyOrder(
                        "ov.conf:server.prot: there is no key server.prot, did you mean server.port?",
                        "ov.conf:storag: there is no key storag, did you mean storage?",
                        "ov.conf:server.workers: server.workers is 0, it must be a whole number from 1 to 1024",
                        "KNARR_LOG_LEVEL: log.level is loud, it must be one of TRACE, DEBUG, INFO, WARNING, ERROR, CRITICAL",
                        "--port: server.port is 99999, it must be a whole number from 0 to 65535");
    }

    @Test
    void mentionsUnknownKeysFurtherDownAndUnusedOnesOnce() {
        LoadedSettings loaded = given().userFile("""
                {"vlm": {"model": "m", "api_key": "sk-1"},
                 "semantic": {"memory_chunk_chars": 1, "abstract_max_char": 3},
                 "embedding": {"dense": {"provider": "openai", "model": "e", "api_key": "sk-2"}},
                 "rerank": null, "storage": {"agfs": {"backend": "s3"}}}""").load();

        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.notices())
                .containsExactly(
                        "storage.agfs.backend s3 is not offered: data is kept in the data directory",
                        "not used by this version of Knarr, from ov.conf: semantic.memory_chunk_chars, storage.agfs",
                        "not known, from ov.conf: semantic.abstract_max_char (did you mean semantic.abstract_max_chars?)",
                        "vlm is not used: it needs a provider, a model and an api_key (or an api_base)");
        assertThat(loaded.toString()).doesNotContain("sk-1", "sk-2");
    }

    @Test
    void mentionsAVariableNobodyKnows() {
        assertThat(given().variable("KNARR_SERVER_PROT", "1").load().notices())
                .containsExactly("the variable KNARR_SERVER_PROT is not known, did you mean KNARR_SERVER_PORT?");
    }

    @Test
    void aParserSectionAtTheTopWins() {
        String top = "\"markdown\":{\"max_section_size\":5}";
        String usual = "\"parsers\":{\"markdown\":{\"max_section_size\":6}}";

        for (String text : new String[] {"{" + top + "," + usual + "}", "{" + usual + "," + top + "}"}) {
            assertThat(given().userFile(text).settings().parsers().markdown().maxSectionSize())
                    .isEqualTo(5);
        }
    }

    @Test
    void aSectionMustBeAnObject() {
        assertThat(given().userFile("{\"server\":5}").load().problems())
                .singleElement()
                .asString()
                .contains("server must be an object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "null"})
    void zeroAndNullTurnTheLimitOff(String off) {
        assertThat(given().userFile("{\"server\":{\"limit_concurrency\":" + off + "}}")
                        .settings()
                        .server()
                        .limitConcurrency())
                .isZero();
        assertThat(given().userFile("{}").settings().server().limitConcurrency())
                .isEqualTo(1024);
    }

    @Test
    void takesTheWordsOfOpenVikingsRuntimeWithANotice() {
        LoadedSettings loaded = given().userFile("{\"server\":{\"loop\":\"asyncio\",\"http\":\"h11\"}}")
                .load();

        assertThat(loaded.settings().orElseThrow().server().loop()).isEqualTo(Transport.NIO);
        assertThat(loaded.settings().orElseThrow().server().http()).isEqualTo(HttpVersion.H1);
        assertThat(loaded.notices())
                .containsExactly(
                        "server.loop asyncio (ov.conf:server.loop) is taken as nio",
                        "server.http h11 (ov.conf:server.http) is taken as h1");
    }

    @Test
    void readsDurationsFlagsAndLists() {
        Settings settings = given().userFile(
                        "{\"server\":{\"timeout_keep_alive\":7,\"request_timeout_ms\":1500,\"cors_origins\":[\"http://a\"]},\"retrieval\":{\"hybrid\":\"off\"}}")
                .settings();

        assertThat(settings.server().timeoutKeepAlive()).isEqualTo(Duration.ofSeconds(7));
        assertThat(settings.server().requestTimeoutMs()).isEqualTo(Duration.ofMillis(1500));
        assertThat(settings.server().corsOrigins()).containsExactly("http://a");
        assertThat(settings.retrieval().hybrid()).isFalse();
        assertThat(given().variable("KNARR_SERVER_CORS_ORIGINS", "http://a, http://b")
                        .settings()
                        .server()
                        .corsOrigins())
                .containsExactly("http://a", "http://b");
    }

    @Test
    void neverShowsASecret() {
        LoadedSettings loaded =
                given().variable("KNARR_SERVER_ROOT_API_KEY", "sesame").load();

        assertThat(loaded.settings().orElseThrow().toString())
                .doesNotContain("sesame")
                .contains("***");
        assertThat(loaded.values().shown(Keys.ROOT_API_KEY)).isEqualTo("***");
        assertThat(loaded.settings().orElseThrow().server().rootApiKey())
                .hasValueSatisfying(key -> assertThat(key.reveal()).isEqualTo("sesame"));
    }
}
