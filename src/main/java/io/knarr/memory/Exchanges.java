package io.knarr.memory;

import io.knarr.session.Message;
import io.knarr.session.Turns;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A conversation as a row of events, word for word (sessions 10.2). An event is a question with what was answered; short
 * exchanges are joined, since a question is often about two neighbours, and long ones are cut. Pure.
 */
final class Exchanges {
    /** Enough for a few turns of talk, little enough that one passage of the embedding model holds it. */
    private static final int WANTED_CHARACTERS = 700;

    private static final int MOST_MESSAGES = 6;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM yyyy (EEEE)", Locale.ENGLISH);

    private Exchanges() {}

    /**
     * Neighbouring messages.
     *
     * @param messages with text, in order
     * @param day of the first; empty where no message says when it was
     */
    record Exchange(List<Message> messages, Optional<LocalDate> day) {
        Exchange {
            messages = List.copyOf(messages);
        }

        /** For people: {@code 8 May 2023 (Monday)}. */
        String dayText() {
            return day.map(DAY::format).orElse("");
        }
    }

    static List<Exchange> of(List<Message> messages) {
        List<Exchange> exchanges = new ArrayList<>();
        List<Message> open = new ArrayList<>();
        int characters = 0;
        for (Turns.Turn turn : Turns.of(messages)) {
            for (Message message : turn.messages()) {
                String text = message.text();
                if (text.isEmpty() || message.isToolTransport()) {
                    continue;
                }
                boolean full = open.size() >= MOST_MESSAGES || characters + text.length() > WANTED_CHARACTERS;
                boolean otherDay = !open.isEmpty() && !day(open.getFirst()).equals(day(message));
                if (!open.isEmpty() && (full || otherDay)) {
                    exchanges.add(new Exchange(open, day(open.getFirst())));
                    open = new ArrayList<>();
                    characters = 0;
                }
                open.add(message);
                characters += text.length();
            }
        }
        if (!open.isEmpty()) {
            exchanges.add(new Exchange(open, day(open.getFirst())));
        }
        return exchanges;
    }

    /** By the clock of whoever wrote it. */
    static Optional<LocalDate> day(Message message) {
        String moment = message.createdAt();
        try {
            return Optional.of(
                    moment.length() > 10 ? OffsetDateTime.parse(moment).toLocalDate() : LocalDate.parse(moment));
        } catch (DateTimeException noZone) {
            try {
                return Optional.of(LocalDate.parse(moment.substring(0, Math.min(10, moment.length()))));
            } catch (DateTimeException noDate) {
                return Optional.empty();
            }
        }
    }

    static String speaker(Message message) {
        return message.peerId().orElse(message.role());
    }
}
