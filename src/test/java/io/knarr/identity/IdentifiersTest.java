package io.knarr.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {
    @ParameterizedTest
    @ValueSource(strings = {"alice", "a.b-c_d", "alice@acme.org", "...", "_x", "0", "@"})
    void acceptsWhatTheContractAllows(String id) {
        assertThat(Identifiers.isValid(id)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a b", "a/b", "a\\b", "a@b@c", "ä", "用户", "a\n", "a:b", "~"})
    void refusesEverythingElse(String id) {
        assertThat(Identifiers.isValid(id)).isFalse();
        assertThatThrownBy(() -> new AccountId(id))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(Code.INVALID_ARGUMENT));
    }

    @Test
    void letsNoAccountStartWithAnUnderscore() {
        assertThatThrownBy(() -> new AccountId("_system")).isInstanceOf(Fault.class);
        assertThat(new AccountId("a_b").id()).isEqualTo("a_b");
    }

    @Test
    void showsALongOrStrangeIdSafely() {
        assertThatThrownBy(() -> Identifiers.require("user", "\u0007 " + "x".repeat(500)))
                .hasMessageContaining("? x")
                .hasMessageNotContaining("\u0007")
                .extracting(failure -> String.valueOf(failure.getMessage()).length())
                .satisfies(length -> assertThat(length).isLessThan(250));
    }
}
