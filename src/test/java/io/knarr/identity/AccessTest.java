package io.knarr.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.testing.Callers;
import io.knarr.uri.VikingUri;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of behaviour 1.6 with the guards of core 1.8 and the peer view of core 1.9, row by row. */
class AccessTest {
    /** Letters: r read, w write, d delete; in this order, a dash for what is denied. */
    @ParameterizedTest
    @CsvSource({
        // address, USER alice, ROOT
        "viking://,                                  r--, r--",
        "viking://resources,                         rw-, rwd",
        "viking://resources/a/b.md,                  rwd, rwd",
        "viking://resources/.watch_tasks.json,       ---, rwd",
        "viking://resources/.watch_tasks.json.bak,   ---, rwd",
        "viking://resources/.watch_tasks.json.tmp,   ---, rwd",
        "viking://resources/a/.watch_tasks.json,     rwd, rwd",
        "viking://user,                              r--, r--",
        "viking://user/alice,                        rw-, rwd",
        "viking://user/alice/persona.md,             rwd, rwd",
        "viking://user/alice/memories/profile.md,    rwd, rwd",
        "viking://user/alice/sessions/s1,            rwd, rwd",
        "viking://user/alice/peers/p1/memories/x.md, rwd, rwd",
        "viking://user/bob,                          ---, rwd",
        "viking://user/bob/memories,                 ---, rwd",
        "viking://user/alicex/memories,              ---, rwd",
        "viking://agent,                             r--, r--",
        "viking://agent/skills,                      rwd, rwd",
        "viking://agent/skills/x/SKILL.md,           rwd, rwd",
        "viking://agent/endpoints/x,                 rwd, rwd",
        "viking://agent/tools/x,                     rwd, rwd",
        "viking://agent/payments/x,                  rwd, rwd",
        "viking://agent/legacy1,                     r-d, r-d",
        "viking://agent/legacy1/memories/a.md,       r-d, r-d",
        "viking://temp/alice/x,                      ---, ---",
        "viking://upload/x,                          ---, ---",
        "viking://queue,                             ---, ---",
        "viking://_system/queue,                     ---, ---",
        "viking://tasks/x,                           ---, ---",
        "viking://session/s1,                        ---, ---",
        "viking://~/memories,                        ---, ---"
    })
    void isAsTheTableSays(String uri, String user, String root) {
        assertThat(rights(Callers.alice(), uri)).as("user").isEqualTo(user);
        assertThat(rights(Callers.of("alice", Role.ADMIN), uri)).as("admin").isEqualTo(user);
        assertThat(rights(Callers.root(), uri)).as("root").isEqualTo(root);
    }

    @ParameterizedTest
    @CsvSource({
        // address, USER alice who looks as p1
        "viking://,                                     r--",
        "viking://resources/a.md,                       rwd",
        "viking://user,                                 r--",
        "viking://user/alice,                           r--",
        "viking://user/alice/peers,                     r--",
        "viking://user/alice/peers/p1,                  rwd",
        "viking://user/alice/peers/p1/memories/x.md,    rwd",
        "viking://user/alice/peers/p2,                  ---",
        "viking://user/alice/peers/p2/resources/x.md,   ---",
        "viking://user/alice/memories/profile.md,       rwd",
        "viking://user/alice/sessions/s1,               rwd",
        "viking://user/bob/peers/p1,                    ---",
        "viking://agent/skills/x,                       rwd",
        "viking://agent/p1/memories/a.md,               r-d",
        "viking://agent/legacy1/memories/a.md,          ---"
    })
    void hidesOtherPeersFromAPeerView(String uri, String rights) {
        assertThat(rights(Callers.withPeer(Callers.alice(), "p1"), uri)).isEqualTo(rights);
    }

    @Test
    void hidesOtherPeersOfItsOwnFromRootToo() {
        Caller root = Callers.withPeer(Callers.root(), "p1");

        assertThat(rights(root, "viking://user/default/peers/p2/memories")).isEqualTo("---");
        assertThat(rights(root, "viking://user/default")).isEqualTo("r--");
        assertThat(rights(root, "viking://user/bob/peers/p2")).isEqualTo("rwd");
    }

    @ParameterizedTest
    @CsvSource({
        "viking://, true",
        "viking://user, true",
        "viking://user/alice, true",
        "viking://user/alice/peers, true",
        "viking://user/alice/peers/p1, false",
        "viking://user/alice/memories, false",
        "viking://resources, false",
        "viking://user/bob, false"
    })
    void knowsWherePeersMayBeHidden(String uri, boolean hides) {
        VikingUri address = VikingUri.parse(uri);

        assertThat(Access.mayHideAPeer(Callers.withPeer(Callers.alice(), "p1"), address))
                .isEqualTo(hides);
        assertThat(Access.mayHideAPeer(Callers.alice(), address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"viking://user/bob/memories/x.md", "viking://user/bob"})
    void saysWhatItDenied(String uri) {
        assertThatThrownBy(() -> Access.requireRead(Callers.alice(), VikingUri.parse(uri)))
                .isInstanceOfSatisfying(Fault.class, fault -> {
                    assertThat(fault.code()).isEqualTo(Code.PERMISSION_DENIED);
                    assertThat(fault.details()).containsEntry("resource", uri);
                });
    }

    private static String rights(Caller caller, String uri) {
        VikingUri address = VikingUri.parse(uri);
        String read = may(() -> Access.requireRead(caller, address)) ? "r" : "-";
        assertThat(Access.mayRead(caller, address)).isEqualTo(read.equals("r"));
        return read
                + (may(() -> Access.requireWrite(caller, address)) ? "w" : "-")
                + (may(() -> Access.requireDelete(caller, address)) ? "d" : "-");
    }

    private static boolean may(Runnable check) {
        try {
            check.run();
            return true;
        } catch (Fault denied) {
            assertThat(denied.code()).isEqualTo(Code.PERMISSION_DENIED);
            return false;
        }
    }
}
