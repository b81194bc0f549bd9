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

class ContextAssemblyTest {
    private static final String LONG = "x".repeat(100);

    @Test
    void givesAllThatFits() {
        List<Message> messages = List.of(user("q", LONG), assistant("a", LONG));

        assertThat(ContextAssembly.fit(messages, 50)).isEqualTo(messages);
    }

    @Test
    void givesNothingForNothing() {
        assertThat(ContextAssembly.fit(List.of(user("q", LONG)), 0)).isEmpty();
        assertThat(ContextAssembly.fit(List.of(), 0)).isEmpty();
    }

    @Test
    void prefersTheNewestQueryAndItsLastStep() {
        List<Message> messages = List.of(
                user("q1", LONG),
                assistant("a1", LONG),
                user("q2", LONG),
                assistant("s1", LONG),
                assistant("s2", LONG));

        assertThat(ids(ContextAssembly.fit(messages, 60))).containsExactly("q2", "s2");
        assertThat(ids(ContextAssembly.fit(messages, 80))).containsExactly("q2", "s1", "s2");
    }

    @Test
    void takesNoOlderTurnAfterOneThatDoesNotFit() {
        List<Message> messages =
                List.of(user("q1", "hi"), user("q2", LONG.repeat(4)), user("q3", LONG), assistant("a3", LONG));

        assertThat(ids(ContextAssembly.fit(messages, 70))).containsExactly("q3", "a3");
    }

    @Test
    void cutsALongQueryInItsMiddleAndKeepsItsEnds() {
        String text = "begin " + "middle ".repeat(200) + "end";

        List<Message> fitted = ContextAssembly.fit(List.of(user("q", text)), 40);

        assertThat(fitted.getFirst().text()).startsWith("begin").endsWith("end").contains("…");
        assertThat(Message.tokens(fitted)).isLessThanOrEqualTo(40);
    }

    @Test
    void saysOfAShortenedToolOutputHowLongItWas() {
        List<Message> fitted =
                ContextAssembly.fit(List.of(user("q", "go"), tool("t", "assistant", "o".repeat(4000))), 100);

        Part.Tool tool = (Part.Tool) fitted.getLast().parts().getFirst();
        assertThat(tool.fields().getBoolean("tool_output_truncated")).isTrue();
        assertThat(tool.fields().getInteger("tool_output_original_chars")).isEqualTo(4000);
        assertThat(tool.output().length()).isLessThan(400).isPositive();
    }

    @Test
    void neverExceedsTheBudgetAndKeepsTheOrder() {
        Random random = new Random(6);
        for (int round = 0; round < 300; round++) {
            List<Message> messages = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(10); i++) {
                String text = "z".repeat(random.nextInt(300));
                messages.add(
                        switch (random.nextInt(3)) {
                            case 0 -> user("m" + i, text);
                            case 1 -> assistant("m" + i, text);
                            default -> tool("m" + i, random.nextBoolean() ? "user" : "assistant", text);
                        });
            }
            int budget = random.nextInt(200);

            List<Message> fitted = ContextAssembly.fit(messages, budget);

            String what = "seed 6, round " + round + ", budget " + budget;
            assertThat(Message.tokens(fitted)).as(what).isLessThanOrEqualTo(budget);
            List<String> order = new ArrayList<>(ids(messages));
            order.retainAll(ids(fitted));
            assertThat(ids(fitted)).as(what).isEqualTo(order);
        }
    }
}
