package io.knarr.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.testing.Callers;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamespaceTest {
    private static final Instant NOON = Instant.parse("2026-05-07T12:00:00Z");

    private final Namespace namespace = new Namespace(Clock.fixed(NOON, ZoneOffset.UTC));

    @ParameterizedTest
    @CsvSource({
        "viking://, viking://",
        "viking:///, viking://",
        "viking://resources, viking://resources",
        "viking://resources/, viking://resources",
        "viking://resources//a///b.md/, viking://resources/a/b.md",
        "'  viking://resources/a ', viking://resources/a",
        "viking://resources/a?x=1, viking://resources/a",
        "viking://user, viking://user",
        "viking://user/bob/memories, viking://user/bob/memories",
        "viking://agent/skills/x, viking://agent/skills/x",
        "viking://~, viking://user/alice",
        "viking://~/, viking://user/alice",
        "viking://~/memories/a.md, viking://user/alice/memories/a.md",
        "viking://session, viking://user/alice/sessions",
        "viking://session/s1/history, viking://user/alice/sessions/s1/history",
        "viking://resources/{calendar:today}/a, viking://resources/2026/05/07/a",
        "viking://~/{calendar:yw}, viking://user/alice/2026/w19"
    })
    void readsWhatAUserWrites(String written, String canonical) {
        assertThat(namespace.resolve(Callers.alice(), written)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "resources/a",
                "/resources",
                "http://resources",
                "Viking://resources",
                "viking:/resources",
                "viking://temp/x",
                "viking://queue",
                "viking://upload/y",
                "viking://_system",
                "viking://Resources",
                "viking://resources~"
            })
    void refusesWhatIsNoAddressOfATree(String written) {
        assertCode(Role.USER, written, Code.INVALID_URI);
        assertCode(Role.ROOT, written, Code.INVALID_URI);
    }

    @Test
    void namesTheScopesThereAre() {
        assertThatThrownBy(() -> namespace.resolve(Callers.alice(), "viking://elsewhere/x"))
                .isInstanceOfSatisfying(Fault.class, fault -> {
                    assertThat(fault.details()).containsEntry("uri", "viking://elsewhere/x");
                    assertThat(fault.details().get("reason")).asString().contains("agent, resources, session, user");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "viking://resources/../user/bob",
                "viking://resources/./a",
                "viking://resources/a\\b",
                "viking://C:/windows",
                "viking://resources/c:/x",
                "viking://~/..",
                "viking://session/../../bob",
                "viking://.."
            })
    void deniesWhatLeavesTheTree(String written) {
        assertCode(Role.USER, written, Code.PERMISSION_DENIED);
        assertCode(Role.ROOT, written, Code.PERMISSION_DENIED);
    }

    @Test
    void refusesVariablesThatDoNotExist() {
        assertCode(Role.USER, "viking://resources/{calendar:never}", Code.INVALID_ARGUMENT);
        assertCode(Role.USER, "viking://resources/{env:HOME}", Code.INVALID_ARGUMENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"viking://~", "viking://~/memories", "viking://session", "viking://session/s1"})
    void givesRootNoAliases(String written) {
        assertCode(Role.ROOT, written, Code.INVALID_URI);
    }

    @ParameterizedTest
    @ValueSource(strings = {"memories", "resources", "skills", "peers", "privacy", "sessions"})
    void tellsThatTheUserIdIsMissing(String part) {
        for (Role role : new Role[] {Role.USER, Role.ADMIN}) {
            assertThatThrownBy(() -> namespace.resolve(Callers.of("alice", role), "viking://user/" + part + "/x"))
                    .isInstanceOfSatisfying(Fault.class, fault -> {
                        assertThat(fault.code()).isEqualTo(Code.INVALID_URI);
                        assertThat(fault.getMessage()).contains("viking://~/" + part);
                    });
        }
        assertThat(namespace.resolve(Callers.of(part, Role.USER), "viking://user/" + part + "/x"))
                .hasToString("viking://user/" + part + "/x");
        assertThat(namespace.resolve(Callers.root(), "viking://user/" + part)).hasToString("viking://user/" + part);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void leavesOtherUsersToAccess(Role role) {
        assertThat(namespace.resolve(Callers.of("alice", role), "viking://user/bob/memories"))
                .hasToString("viking://user/bob/memories");
    }

    @Test
    void resolvesVariablesInTheServersZone() {
        Instant newYearsEve = Instant.parse("2026-12-31T23:30:00Z");
        Namespace berlin = new Namespace(Clock.fixed(newYearsEve, ZoneId.of("Europe/Berlin")));

        assertThat(berlin.resolve(Callers.alice(), "viking://resources/{calendar:today}/{calendar:yw}"))
                .hasToString("viking://resources/2027/01/01/2026/w53");
    }

    @Test
    void keepsTheNamesOfOtherScripts() {
        assertThat(namespace.resolve(Callers.alice(), "viking://resources/用户 手册/é.md"))
                .hasToString("viking://resources/用户 手册/é.md");
    }

    private void assertCode(Role role, String written, Code code) {
        assertThatThrownBy(() -> namespace.resolve(Callers.of("alice", role), written))
                .as("%s as %s", written, role)
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(code));
    }
}
