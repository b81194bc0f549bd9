package io.knarr.model;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link Writer} is asked.
 *
 * @param messages oldest first
 * @param tools what it may call instead of answering; empty: it can only write
 * @param onlyTool the tool it must call, by name; empty: as it likes
 * @param maxTokens longest answer; empty: as configured
 */
public record Prompt(List<Message> messages, List<Tool> tools, Optional<String> onlyTool, Optional<Integer> maxTokens) {
    public Prompt {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }

    /** Instructions and one message of a user. */
    public static Prompt of(String instructions, String text) {
        return new Prompt(
                List.of(new Message(Role.SYSTEM, instructions), new Message(Role.USER, text)),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** Whose words they are. */
    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT
    }

    /** One turn. */
    public record Message(Role role, String text) {}

    /**
     * A function the model may call.
     *
     * @param parameters JSON Schema of its arguments
     */
    public record Tool(String name, String description, JsonObject parameters) {}
}
