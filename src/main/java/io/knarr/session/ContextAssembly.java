package io.knarr.session;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Fits a conversation into a budget of tokens (sessions 6.1). Pure; what is stored is never changed. */
public final class ContextAssembly {
    private ContextAssembly() {}

    /** Messages in their order, cut to at most so many tokens. */
    public static List<Message> fit(List<Message> messages, int budget) {
        if (Message.tokens(messages) <= budget) {
            return messages;
        }
        if (budget <= 0) {
            return List.of();
        }
        return new Fitting(messages, budget).run();
    }

    /** One fitting under way. */
    private static final class Fitting {
        private final List<Message> messages;
        private final List<Message> kept = new ArrayList<>();
        private int left;

        Fitting(List<Message> messages, int budget) {
            this.messages = messages;
            this.left = budget;
        }

        List<Message> run() {
            List<Turns.Turn> turns = Turns.of(messages);
            Turns.Turn newest = turns.getLast();
            List<List<Message>> steps = newest.steps();
            List<List<Message>> checkpoints =
                    steps.stream().filter(Fitting::isCheckpoint).toList();
            List<List<Message>> real =
                    steps.stream().filter(step -> !isCheckpoint(step)).toList();
            Optional<List<Message>> last = real.isEmpty() ? Optional.empty() : Optional.of(real.getLast());
            newest.anchor().ifPresent(anchor -> take(List.of(anchor), left - reserve(anchor, last)));
            last.ifPresent(step -> take(step, left));
            checkpoints.forEach(step -> take(step, left));
            List<List<Message>> earlier = real.isEmpty() ? List.of() : real.subList(0, real.size() - 1);
            boolean whole = takeWhole(earlier);
            if (whole) {
                boolean _ = takeWhole(turns.subList(0, turns.size() - 1).stream()
                        .map(Turns.Turn::messages)
                        .toList());
            }
            Set<String> ids = new HashSet<>();
            kept.forEach(message -> ids.add(message.id()));
            return messages.stream()
                    .filter(message -> ids.contains(message.id()))
                    .map(message -> kept.stream()
                            .filter(one -> one.id().equals(message.id()))
                            .findFirst()
                            .orElse(message))
                    .toList();
        }

        private static boolean isCheckpoint(List<Message> step) {
            return step.getFirst()
                    .kind()
                    .filter(Message.Kind.CHECKPOINT::equals)
                    .isPresent();
        }

        /** What of the budget the last step gets, however long the query is. */
        private int reserve(Message anchor, Optional<List<Message>> last) {
            if (last.isEmpty()) {
                return 0;
            }
            int wanted = Message.tokens(last.get());
            int least = Message.tokens(MessageCut.least(last.get()));
            int leastOfAnchor = Message.tokens(MessageCut.least(List.of(anchor)));
            if (least + leastOfAnchor > left) {
                return 0;
            }
            return Math.min(wanted, Math.min(Math.max(least, left / 2), left - leastOfAnchor));
        }

        private void take(List<Message> group, int most) {
            MessageCut.to(group, most).ifPresent(this::keep);
        }

        /** Newest first, until one does not fit. */
        private boolean takeWhole(List<List<Message>> groups) {
            for (List<Message> group : groups.reversed()) {
                if (Message.tokens(group) > left) {
                    return false;
                }
                keep(group);
            }
            return true;
        }

        private void keep(List<Message> group) {
            kept.addAll(group);
            left -= Message.tokens(group);
        }
    }
}
