package io.knarr.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.Caller;
import io.knarr.testing.Callers;
import io.knarr.tree.WriteMode;
import io.knarr.uri.VikingUri;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of core 5.5 and the extensions of core 5.6. */
class WritePolicyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "viking://resources/notes.md",
                "viking://resources/a/b.txt",
                "viking://user/alice/memories/preferences/tea.md",
                "viking://user/alice/resources/x.json",
                "viking://user/alice/persona.md",
                "viking://user/alice/peers/p1/memories/x.md",
                "viking://user/alice/peers/p1/resources/x.md",
                "viking://agent/skills/s/SKILL.md",
                "viking://agent/tools/t.py",
                "viking://resources/100%.md"
            })
    void allowsNewFiles(String uri) {
        assertThatCode(() -> require(Callers.alice(), uri, WriteMode.CREATE)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "viking://resources/.relations.json",
                "viking://resources/a/.relations.json",
                "viking://resources/.watch_tasks.json",
                "viking://user/alice/skills/s/SKILL.md",
                "viking://user/alice/peers/p1/notes.md",
                "viking://user/alice/privacy/x.json",
                "viking://user/alice/sessions/s1/messages.md",
                "viking://resources/a?x.md",
                "viking://resources/a#x.md",
                "viking://resources/%2e%2E/a.md",
                "viking://resources/a%2Fb.md",
                "viking://resources/a%5cb.md"
            })
    void refusesTheseInAnyMode(String uri) {
        for (WriteMode mode : new WriteMode[] {WriteMode.CREATE, WriteMode.REPLACE, WriteMode.APPEND}) {
            assertCode(Callers.alice(), uri, mode, Code.INVALID_ARGUMENT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.md", "a.txt", "a.json", "a.yaml", "a.yml", "a.toml", "a.py", "a.js", "a.ts"})
    void createsFilesOfTheseKinds(String name) {
        assertThatCode(() -> require(Callers.alice(), "viking://resources/" + name, WriteMode.CREATE))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.pdf", "a.html", "a.sh", "md", "a.md.bak"})
    void createsNoOthersButChangesThem(String name) {
        String uri = "viking://resources/" + name;

        assertCode(Callers.alice(), uri, WriteMode.CREATE, Code.INVALID_ARGUMENT);
        assertThatCode(() -> require(Callers.alice(), uri, WriteMode.REPLACE)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {".abstract.md", ".overview.md"})
    void changesLayersButDoesNotCreateThem(String name) {
        String uri = "viking://resources/a/" + name;

        assertCode(Callers.alice(), uri, WriteMode.CREATE, Code.INVALID_ARGUMENT);
        assertThatCode(() -> require(Callers.alice(), uri, WriteMode.APPEND)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "viking://user/bob/memories/x.md",
                "viking://user",
                "viking://agent",
                "viking://agent/legacy/memories/x.md",
                "viking://"
            })
    void leavesTheRestToAccess(String uri) {
        assertCode(Callers.alice(), uri, WriteMode.REPLACE, Code.PERMISSION_DENIED);
    }

    @Test
    void deniesHiddenPeers() {
        Caller aliceAsP1 = Callers.withPeer(Callers.alice(), "p1");

        assertCode(aliceAsP1, "viking://user/alice/peers/p2/memories/x.md", WriteMode.CREATE, Code.PERMISSION_DENIED);
    }

    @ParameterizedTest
    @CsvSource({
        "viking://resources/a/b.md, viking://resources/a",
        "viking://resources/a, viking://resources",
        "viking://resources, ''",
        "viking://user/alice, ''",
        "viking://user/alice/persona.md, viking://user/alice",
        "viking://user/alice/memories, viking://user/alice",
        "viking://user/alice/memories/a.md, ''",
        "viking://agent/skills, ''",
        "viking://agent/skills/s, viking://agent/skills",
        "viking://, ''"
    })
    void knowsWhoseLayersTellOfANode(String uri, String directory) {
        assertThat(WritePolicy.summarised(VikingUri.parse(uri))
                        .map(VikingUri::toString)
                        .orElse(""))
                .isEqualTo(directory);
    }

    private static void require(Caller caller, String written, WriteMode mode) {
        WritePolicy.require(caller, VikingUri.parse(written), written, mode);
    }

    private static void assertCode(Caller caller, String written, WriteMode mode, Code code) {
        assertThatThrownBy(() -> require(caller, written, mode))
                .as("%s %s", mode, written)
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(code));
    }
}
