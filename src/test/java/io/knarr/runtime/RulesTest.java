package io.knarr.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {
    @TempDir
    Path root;

    private List<Problem> problems(String file) {
        return new Given(root).userFile(file).load().problems();
    }

    @Test
    void nobodyIsLetInWithoutAKeyFromOtherMachines() {
        assertThat(problems("{\"server\":{\"host\":\"0.0.0.0\"}}"))
                .singleElement()
                .asString()
                .contains("ov.conf:server.host", "server.host 0.0.0.0", "server.root_api_key", "127.0.0.1");
        assertThat(problems("{\"server\":{\"host\":\"0.0.0.0\",\"root_api_key\":\"k\",\"auth_mode\":\"dev\"}}"))
                .singleElement()
                .asString()
                .contains("server.auth_mode dev");
        assertThat(problems("{\"server\":{\"host\":\"0.0.0.0\",\"root_api_key\":\"k\"}}"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1"})
    void theseHostsAreLocal(String host) {
        assertThat(problems("{\"server\":{\"host\":\"" + host + "\"}}")).isEmpty();
    }

    @Test
    void anEmptyRootKeyIsAMistake() {
        assertThat(problems("{\"server\":{\"root_api_key\":\"\"}}"))
                .singleElement()
                .asString()
                .contains("server.root_api_key is empty");
        assertThat(new Given(root)
                        .variable("KNARR_SERVER_ROOT_API_KEY", "")
                        .load()
                        .problems())
                .isNotEmpty();
    }

    @Test
    void keysNeedARootKey() {
        assertThat(problems("{\"server\":{\"auth_mode\":\"api_key\"}}"))
                .singleElement()
                .asString()
                .contains("server.auth_mode", "server.root_api_key");
        assertThat(problems("{\"server\":{\"auth_mode\":\"trusted\",\"host\":\"10.0.0.1\"}}"))
                .singleElement()
                .asString()
                .contains("server.auth_mode", "server.host", "server.root_api_key");
        assertThat(problems("{\"server\":{\"auth_mode\":\"trusted\"}}")).isEmpty();
    }

    @Test
    void waysToCheckWhoCallsThatAreMissingAreRefusedNotSkipped() {
        assertThat(problems("{\"server\":{\"auth_mode\":\"oidc\"}}"))
                .singleElement()
                .asString()
                .contains("server.auth_mode is oidc", "not offered");
    }

    @Test
    void aDataDirectoryHasOneProcess() {
        assertThat(problems("{\"server\":{\"replicas\":2}}"))
                .singleElement()
                .asString()
                .contains("server.replicas 2", "storage.workspace", "server.workers");
    }

    @Test
    void goingWithoutTheLockMustBeMeant() {
        String file = "{\"storage\":{\"skip_process_lock\":true}}";

        assertThat(problems(file))
                .singleElement()
                .asString()
                .contains("storage.skip_process_lock", "storage.workspace", "--accept-corruption");
        assertThat(new Given(root).userFile(file).acceptingCorruption().load().problems())
                .isEmpty();
    }

    @Test
    void aTransportThatIsAskedForMustBeThere() {
        // kqueue is for other systems than the ones this test runs on; io_uring is not in the jar.
        assertThat(problems("{\"server\":{\"loop\":\"io_uring\"}}"))
                .singleElement()
                .asString()
                .contains("server.loop io_uring", "auto or nio");
        assertThat(problems("{\"server\":{\"loop\":\"nio\"}}")).isEmpty();
        assertThat(problems("{\"server\":{\"loop\":\"select\"}}")).hasSize(1);
    }
}
