package io.knarr.model.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.model.remote.Roster.Account;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RosterTest {
    private final List<Account> accounts =
            Stream.of("a", "b", "c").map(RosterTest::account).toList();
    private long now = 3;
    private final Roster roster = new Roster(accounts, new Failback(Duration.ofMinutes(10), 5), () -> now);

    @Test
    void asksThemInTheirOrder() {
        assertThat(order()).containsExactly("a", "b", "c");
    }

    @Test
    void whoTookOverKeepsServing() {
        roster.answered(accounts.get(1));

        assertThat(order()).containsExactly("b", "c", "a");
        assertThat(roster.serving().credential().model()).isEqualTo("b");
    }

    @Test
    void triesTheFirstAgainAfterAWhile() {
        roster.answered(accounts.get(2));
        now += Duration.ofMinutes(10).toNanos();

        assertThat(order()).containsExactly("a", "b", "c");
    }

    @Test
    void triesTheFirstAgainAfterSomeCalls() {
        for (int i = 0; i < 4; i++) {
            roster.answered(accounts.get(1));
        }
        assertThat(order()).startsWith("b");

        roster.answered(accounts.get(1));

        assertThat(order()).startsWith("a");
    }

    @Test
    void countsAnewWhenItStillCannot() {
        for (int i = 0; i < 5; i++) {
            roster.answered(accounts.get(1));
        }
        assertThat(order()).startsWith("a");

        roster.answered(accounts.get(1));

        assertThat(order()).startsWith("b");
    }

    private List<String> order() {
        return roster.order().stream()
                .map(account -> account.credential().model())
                .toList();
    }

    private static Account account(String model) {
        Credential credential = Given.credential("openai", model, "http://localhost");
        return new Account(
                credential,
                new Breaker(Given.limits(0, Given.LONG).breaker(), () -> 0),
                new Failures("embedding", credential, Code.EMBEDDING_FAILED, Clock.systemUTC()));
    }
}
