package io.knarr.retrieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.Caller;
import io.knarr.index.Filter;
import io.knarr.testing.Callers;
import io.knarr.uri.VikingUri;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopeTest {
    private static final Caller ALICE = Callers.alice();
    private static final Caller ALICE_AS_P1 = Callers.withPeer(ALICE, "p1");

    @Test
    void isByDefaultWhatTheCallerHas() {
        assertThat(roots(ALICE)).containsExactlyInAnyOrder("viking://user/alice", "viking://resources");
        assertThat(roots(ALICE_AS_P1))
                .containsExactlyInAnyOrder(
                        "viking://resources",
                        "viking://user/alice/memories",
                        "viking://user/alice/resources",
                        "viking://user/alice/skills",
                        "viking://user/alice/peers/p1/memories",
                        "viking://user/alice/peers/p1/resources");
        assertThat(Scope.of(Callers.root(), List.of()).filter()).isEqualTo(Filter.all());
    }

    @Test
    void takesTheRootForNoTarget() {
        assertThat(roots(ALICE, "viking://")).containsExactlyInAnyOrder("viking://user/alice", "viking://resources");
        assertThat(roots(ALICE, "viking://", "viking://resources/a")).containsExactly("viking://resources/a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "viking://resources/a                     | viking://resources/a",
                "viking://agent/skills                    | viking://agent/skills",
                "viking://user/alice                      | viking://user/alice",
                "viking://user                            | viking://user/alice",
                "viking://user/alice/peers                | viking://user/alice/peers",
                "viking://user/alice/peers/p2             | viking://user/alice/peers/p2/memories viking://user/alice/peers/p2/resources",
                "viking://user/alice/peers/p2/memories/x  | viking://user/alice/peers/p2/memories/x",
                "viking://user/alice/peers/p2/resources   | viking://user/alice/peers/p2/resources"
            })
    void goesWhereItIsSent(String target, String roots) {
        assertThat(roots(ALICE, target)).containsExactlyInAnyOrder(roots.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "viking://resources                       | viking://resources",
                "viking://user/alice/peers                | viking://user/alice/peers/p1",
                "viking://user/alice/peers/p1             | viking://user/alice/peers/p1/memories viking://user/alice/peers/p1/resources",
                "viking://user/alice                      | viking://user/alice/memories viking://user/alice/resources viking://user/alice/skills viking://user/alice/peers/p1/memories viking://user/alice/peers/p1/resources",
                "viking://user                            | viking://user/alice/memories viking://user/alice/resources viking://user/alice/skills viking://user/alice/peers/p1/memories viking://user/alice/peers/p1/resources"
            })
    void keepsToThePeerViewWhereItIsSent(String target, String roots) {
        assertThat(roots(ALICE_AS_P1, target)).containsExactlyInAnyOrder(roots.split(" "));
    }

    @Test
    void joinsTargetsWithoutRepeatingThem() {
        assertThat(roots(ALICE, "viking://resources/a", "viking://resources/b", "viking://resources/a"))
                .containsExactly("viking://resources/a", "viking://resources/b");
    }

    @ParameterizedTest
    @CsvSource({
        "viking://user/bob, PERMISSION_DENIED",
        "viking://user/bob/memories/x, PERMISSION_DENIED",
        "viking://temp/x, PERMISSION_DENIED",
        "viking://user/alice/peers/p2/skills, INVALID_ARGUMENT",
        "viking://user/alice/peers/p2/x.md, INVALID_ARGUMENT"
    })
    void refusesWhatIsNotToBeSearched(String target, Code code) {
        assertCode(ALICE, target, code);
    }

    @Test
    void deniesHiddenPeers() {
        assertCode(ALICE_AS_P1, "viking://user/alice/peers/p2", Code.PERMISSION_DENIED);
        assertCode(ALICE_AS_P1, "viking://user/alice/peers/p2/memories", Code.PERMISSION_DENIED);
    }

    @Test
    void letsRootLookAnywhere() {
        assertThat(roots(Callers.root(), "viking://user/bob")).containsExactly("viking://user/bob");
        assertThat(roots(Callers.root(), "viking://user")).containsExactly("viking://user");
        assertThat(roots(Callers.withPeer(Callers.root(), "p1")))
                .contains("viking://resources", "viking://user/default/peers/p1/memories");
    }

    private static void assertCode(Caller caller, String target, Code code) {
        assertThatThrownBy(() -> Scope.of(caller, List.of(VikingUri.parse(target))))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(code));
    }

    private static List<String> roots(Caller caller, String... targets) {
        Scope scope = Scope.of(caller, Stream.of(targets).map(VikingUri::parse).toList());
        Filter filter = scope.filter();
        assertThat(filter).isInstanceOf(Filter.Or.class);
        return ((Filter.Or) filter)
                .filters().stream()
                        .map(Filter.Under.class::cast)
                        .peek(under -> assertThat(under.depth()).isEqualTo(Optional.empty()))
                        .map(under -> under.uri().toString())
                        .toList();
    }
}
