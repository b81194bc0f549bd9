package io.knarr.session;

import io.knarr.context.Tokens;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One message of a conversation, as it is stored.
 *
 * @param id {@code msg_} and 32 hexadecimal digits
 * @param role {@code user}, {@code assistant}, or what the caller wrote
 * @param createdAt as the caller wrote it, or ISO 8601 in UTC with microseconds
 * @param peerId who said it, when it was not the user
 * @param sourceMessageIds empty when the caller named none
 */
public record Message(
        String id,
        String role,
        List<Part> parts,
        String createdAt,
        Optional<String> peerId,
        Optional<String> turnId,
        Optional<Kind> kind,
        Optional<List<String>> sourceMessageIds) {
    public Message {
        parts = List.copyOf(parts);
    }

    /** What a message is for (sessions 4.1). */
    public enum Kind {
        USER_QUERY("user_query"),
        ASSISTANT_STEP("assistant_step"),
        TOOL_TRANSPORT("tool_transport"),
        CHECKPOINT("checkpoint");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }

        public static Optional<Kind> of(String label) {
            for (Kind kind : values()) {
                if (kind.label.equals(label)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    public Message with(List<Part> other) {
        return new Message(id, role, other, createdAt, peerId, turnId, kind, sourceMessageIds);
    }

    /** Tool results on their way back to the model, which clients send in the user’s name. */
    public boolean isToolTransport() {
        if (kind.isPresent()) {
            return kind.get() == Kind.TOOL_TRANSPORT
                    || (kind.get() != Kind.USER_QUERY && role.equals("user") && isAllTools());
        }
        return role.equals("user") && isAllTools();
    }

    private boolean isAllTools() {
        return !parts.isEmpty() && parts.stream().allMatch(Part.Tool.class::isInstance);
    }

    /** Begins a turn. */
    public boolean isUserQuery() {
        return kind.filter(Kind.USER_QUERY::equals).isPresent() || (role.equals("user") && !isToolTransport());
    }

    /** Estimated over all parts at once (sessions 2). */
    public int tokens() {
        return Tokens.estimate(parts.stream().map(Part::counted).collect(Collectors.joining()));
    }

    /** What was said, without tools, images and what was shown. */
    public String text() {
        return parts.stream()
                .filter(Part.Text.class::isInstance)
                .map(part -> ((Part.Text) part).text())
                .collect(Collectors.joining("\n"))
                .strip();
    }

    static int tokens(List<Message> messages) {
        return messages.stream().mapToInt(Message::tokens).sum();
    }
}
