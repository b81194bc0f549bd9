package io.knarr.session;

import static io.knarr.session.Talk.assistant;
import static io.knarr.session.Talk.ids;
import static io.knarr.session.Talk.tool;
import static io.knarr.session.Talk.user;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetentionTest {
    /** 100 characters are 25 tokens. */
    private static final String LONG = "x".repeat(100);

    private final List<Message> twoTurns = List.of(
            user("q1", LONG), assistant("a1", LONG), user("q2", LONG), assistant("a2", LONG), tool("t2", "user", ""));

    @Test
    void archivesAllUnlessSomeAreToStay() {
        assertThat(ids(Retention.none().plan(twoTurns).archived())).isEqualTo(ids(twoTurns));

        Retention.Plan plan = new Retention.Recent(2).plan(twoTurns);

        assertThat(ids(plan.archived())).containsExactly("q1", "a1", "q2");
        assertThat(ids(plan.retained())).containsExactly("a2", "t2");
        assertThat(plan.activeTokens()).isZero();
    }

    @Test
    void keepsMoreThanThereIs() {
        assertThat(new Retention.Recent(9).plan(twoTurns).archived()).isEmpty();
        assertThat(Retention.none().plan(List.of()).archived()).isEmpty();
    }

    @Test
    void keepsTheNewestWholeTurnsThatFit() {
        Retention.Plan plan = new Retention.TurnBudget(3, 80, 1).plan(twoTurns);

        assertThat(ids(plan.archived())).containsExactly("q1", "a1");
        assertThat(ids(plan.retained())).containsExactly("q2", "a2", "t2");
        assertThat(plan.cut()).isEmpty();
        assertThat(plan.budgetExceeded()).isFalse();
        assertThat(plan.activeTokens()).isBetween(50, 80);
    }

    @Test
    void keepsNoTurnWhenNoneIsWanted() {
        assertThat(new Retention.TurnBudget(0, 80, 1).plan(twoTurns).retained()).isEmpty();
    }

    @Test
    void cutsATurnThatIsTooLongAndArchivesACopyOfItsQuery() {
        List<Message> long1 =
                List.of(user("q", LONG), assistant("s1", LONG), assistant("s2", LONG), assistant("s3", LONG));

        Retention.Plan plan = new Retention.TurnBudget(3, 70, 1).plan(long1);

        assertThat(ids(plan.retained())).containsExactly("q", "s3");
        assertThat(ids(plan.archived())).containsExactly("q", "s1", "s2");
        assertThat(plan.cut().orElseThrow().sources()).containsExactly("s1", "s2");
    }

    @Test
    void keepsTheLastStepsThatMustStayEvenAboveTheBudget() {
        List<Message> long1 = List.of(user("q", LONG), assistant("s1", LONG), assistant("s2", LONG));

        Retention.Plan plan = new Retention.TurnBudget(1, 10, 2).plan(long1);

        assertThat(ids(plan.retained())).containsExactly("q", "s1", "s2");
        assertThat(plan.archived()).isEmpty();
        assertThat(plan.budgetExceeded()).isTrue();
    }

    @Test
    void archivesWholeWhatHasNoQueryAndDoesNotFit() {
        List<Message> noQuery = List.of(assistant("s1", LONG), assistant("s2", LONG));

        assertThat(new Retention.TurnBudget(3, 10, 1).plan(noQuery).retained()).isEmpty();
    }

    @Test
    void losesNoMessageHoweverItCuts() {
        Random random = new Random(5);
        for (int round = 0; round < 500; round++) {
            List<Message> messages = new ArrayList<>();
            for (int i = 0; i < random.nextInt(12); i++) {
                String text = "y".repeat(random.nextInt(200));
                messages.add(
                        switch (random.nextInt(3)) {
                            case 0 -> user("m" + i, text);
                            case 1 -> assistant("m" + i, text);
                            default -> tool("m" + i, "user", text);
                        });
            }
            Retention retention = random.nextBoolean()
                    ? new Retention.Recent(random.nextInt(8))
                    : new Retention.TurnBudget(random.nextInt(4), 1 + random.nextInt(150), random.nextInt(3));

            Retention.Plan plan = retention.plan(messages);

            List<String> all = new ArrayList<>(ids(plan.archived()));
            plan.cut().ifPresent(cut -> all.remove(cut.anchor().id()));
            all.addAll(ids(plan.retained()));
            assertThat(all)
                    .as("seed 5, round %d, %s", round, retention)
                    .containsExactlyInAnyOrderElementsOf(ids(messages));
        }
    }
}
