package io.knarr.model;

import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What a {@link Writer} answered.
 *
 * @param text without what the model thought aloud ({@code <think>…</think>}); empty when it called tools
 * @param calls the tools it wants called, in order
 * @param end why it stopped, in the provider’s word: {@code stop}, {@code length} when it was cut, {@code tool_calls}
 */
public record Written(String text, List<ToolCall> calls, String end, Usage usage) {
    public Written {
        calls = List.copyOf(calls);
    }

    /**
     * A call of a tool.
     *
     * @param arguments those that are no JSON object are kept whole as {@code raw}
     */
    public record ToolCall(String id, String name, JsonObject arguments) {}

    /**
     * Tokens of the model’s own vocabulary, as the provider counted them; 0 where it did not say.
     *
     * @param cached of the prompt, read from the provider’s cache
     * @param reasoning of the completion, thought and not said
     */
    public record Usage(long prompt, long completion, long cached, long reasoning) {
        public static final Usage NONE = new Usage(0, 0, 0, 0);
    }
}
