package io.knarr.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What stays live when a session is committed, and what is archived (sessions 5.1, 5.5). Pure. */
public sealed interface Retention {
    /** The newest messages stay. */
    record Recent(int count) implements Retention {}

    /**
     * Whole turns stay, as many as fit.
     *
     * @param turns the newest that may stay, 0 for none
     * @param tokens budget for them
     * @param minTailSteps last steps of a turn that is cut
     */
    record TurnBudget(int turns, int tokens, int minTailSteps) implements Retention {}

    /** Nothing stays, as a commit without parameters has it. */
    static Retention none() {
        return new Recent(0);
    }

    /**
     * A split.
     *
     * @param archived oldest first; a turn that is cut has a copy of its anchor here, too
     * @param retained oldest first
     * @param cut the anchor of a turn that was cut, and what of it was archived
     * @param budget what was allowed; empty where messages are counted
     */
    record Plan(List<Message> archived, List<Message> retained, Optional<Cut> cut, Optional<Integer> budget) {
        public Plan {
            archived = List.copyOf(archived);
            retained = List.copyOf(retained);
        }

        /** What the next context of it costs; 0 where messages are counted. */
        public int activeTokens() {
            return budget.isPresent() ? Message.tokens(retained) : 0;
        }

        public boolean budgetExceeded() {
            return budget.filter(most -> Message.tokens(retained) > most).isPresent();
        }
    }

    /** @param sources ids of the steps that a checkpoint must stand for */
    record Cut(Message anchor, List<String> sources) {
        public Cut {
            sources = List.copyOf(sources);
        }
    }

    default Plan plan(List<Message> messages) {
        return switch (this) {
            case Recent(int count) -> {
                int from = Math.max(0, messages.size() - count);
                yield new Plan(
                        messages.subList(0, from),
                        messages.subList(from, messages.size()),
                        Optional.empty(),
                        Optional.empty());
            }
            case TurnBudget budget -> byTurns(messages, budget);
        };
    }

    private static Plan byTurns(List<Message> messages, TurnBudget budget) {
        Optional<Integer> most = Optional.of(budget.tokens());
        if (budget.turns() == 0 || messages.isEmpty()) {
            return new Plan(messages, List.of(), Optional.empty(), most);
        }
        List<Turns.Turn> turns = Turns.of(messages);
        int from = Math.max(0, turns.size() - budget.turns());
        while (from < turns.size() - 1 && tokens(turns.subList(from, turns.size())) > budget.tokens()) {
            from++;
        }
        List<Turns.Turn> kept = turns.subList(from, turns.size());
        List<Message> archived = messages(turns.subList(0, from));
        if (kept.size() > 1 || tokens(kept) <= budget.tokens()) {
            return new Plan(archived, messages(kept), Optional.empty(), most);
        }
        Turns.Turn last = kept.getFirst();
        if (last.anchor().isEmpty()) {
            return new Plan(messages, List.of(), Optional.empty(), most);
        }
        return cut(archived, last, last.anchor().get(), budget);
    }

    private static Plan cut(List<Message> before, Turns.Turn turn, Message anchor, TurnBudget budget) {
        List<List<Message>> steps = turn.steps();
        int allowed = budget.tokens() - Math.min(1024, budget.tokens() / 4);
        int from = Math.max(0, steps.size() - Math.max(1, budget.minTailSteps()));
        int used = anchor.tokens() + tokensOf(steps.subList(from, steps.size()));
        while (from > 0 && used + Message.tokens(steps.get(from - 1)) <= allowed) {
            from--;
            used += Message.tokens(steps.get(from));
        }
        List<Message> dropped = flat(steps.subList(0, from));
        List<Message> retained = new ArrayList<>(List.of(anchor));
        retained.addAll(flat(steps.subList(from, steps.size())));
        if (dropped.isEmpty()) {
            return new Plan(before, retained, Optional.empty(), Optional.of(budget.tokens()));
        }
        List<Message> archived = new ArrayList<>(before);
        archived.add(anchor);
        archived.addAll(dropped);
        Cut cut = new Cut(anchor, dropped.stream().map(Message::id).toList());
        return new Plan(archived, retained, Optional.of(cut), Optional.of(budget.tokens()));
    }

    private static int tokens(List<Turns.Turn> turns) {
        return turns.stream().mapToInt(Turns.Turn::tokens).sum();
    }

    private static int tokensOf(List<List<Message>> steps) {
        return steps.stream().mapToInt(Message::tokens).sum();
    }

    private static List<Message> messages(List<Turns.Turn> turns) {
        return turns.stream().flatMap(turn -> turn.messages().stream()).toList();
    }

    private static List<Message> flat(List<List<Message>> steps) {
        return steps.stream().flatMap(List::stream).toList();
    }
}
