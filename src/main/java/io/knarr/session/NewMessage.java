package io.knarr.session;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A message as it was sent.
 *
 * @param createdAt kept as it is written; empty: now
 */
public record NewMessage(
        String role,
        List<Part> parts,
        Optional<String> createdAt,
        Optional<String> peerId,
        Optional<String> turnId,
        Optional<Message.Kind> kind,
        Optional<List<String>> sourceMessageIds) {
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxxx").withZone(ZoneOffset.UTC);

    public NewMessage {
        parts = List.copyOf(parts);
    }

    /** Several tool results in the user’s name become a message each (sessions 4.4); any other message stays one. */
    List<Message> messages(Instant now, RandomGenerator random) {
        boolean split =
                role.equals("user") && parts.size() > 1 && parts.stream().allMatch(Part.Tool.class::isInstance);
        if (!split) {
            return List.of(message(parts, kind, now, random));
        }
        return parts.stream()
                .map(part ->
                        message(List.of(part), kind.or(() -> Optional.of(Message.Kind.TOOL_TRANSPORT)), now, random))
                .toList();
    }

    private Message message(List<Part> some, Optional<Message.Kind> as, Instant now, RandomGenerator random) {
        return new Message(
                SessionAddress.newMessageId(random),
                role,
                some,
                createdAt.orElseGet(() -> MICROS.format(now)),
                peerId,
                turnId,
                as,
                sourceMessageIds);
    }
}
