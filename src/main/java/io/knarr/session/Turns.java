package io.knarr.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A conversation cut into turns and steps (sessions 5.5). A turn is a user’s query, its anchor, and all up to the next one;
 * what comes before the first query is a turn without anchor. A step is an assistant’s message and the tool results that
 * follow it.
 */
public final class Turns {
    private Turns() {}

    /**
     * @param anchor the query; only the first turn can be without
     * @param rest what follows it
     */
    public record Turn(Optional<Message> anchor, List<Message> rest) {
        public Turn {
            rest = List.copyOf(rest);
        }

        public List<Message> messages() {
            List<Message> all = new ArrayList<>();
            anchor.ifPresent(all::add);
            all.addAll(rest);
            return all;
        }

        public int tokens() {
            return Message.tokens(messages());
        }

        public List<List<Message>> steps() {
            List<List<Message>> steps = new ArrayList<>();
            for (Message message : rest) {
                if (steps.isEmpty() || !message.isToolTransport()) {
                    steps.add(new ArrayList<>());
                }
                steps.getLast().add(message);
            }
            return steps;
        }
    }

    public static List<Turn> of(List<Message> messages) {
        List<Turn> turns = new ArrayList<>();
        Optional<Message> anchor = Optional.empty();
        List<Message> rest = new ArrayList<>();
        for (Message message : messages) {
            if (message.isUserQuery()) {
                if (anchor.isPresent() || !rest.isEmpty()) {
                    turns.add(new Turn(anchor, rest));
                }
                anchor = Optional.of(message);
                rest = new ArrayList<>();
            } else {
                rest.add(message);
            }
        }
        if (anchor.isPresent() || !rest.isEmpty()) {
            turns.add(new Turn(anchor, rest));
        }
        return turns;
    }
}
