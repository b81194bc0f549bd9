package io.knarr.model.remote;

import io.knarr.model.Prompt;
import io.knarr.model.Written;
import io.knarr.model.Written.ToolCall;
import io.knarr.model.Written.Usage;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A prompt in the form of OpenAI’s chat completions. */
record ChatQuestion(Prompt prompt, ChatSettings settings) implements Question<Written> {
    /** An answer that was cut while it thought has no end mark. */
    private static final Pattern THOUGHTS = Pattern.compile("<think>.*?(?:</think>|\\z)", Pattern.DOTALL);

    /** A model’s longest answers have some hundred thousand tokens. */
    private static final int MAX_REPLY_BYTES = 4 << 20;

    @Override
    public int maxReplyBytes() {
        return MAX_REPLY_BYTES;
    }

    @Override
    public Post post(Credential credential) {
        JsonObject body = new JsonObject().put("model", credential.model()).put("messages", messages());
        boolean thinks = settings.thinking() == ChatSettings.Thinking.ON;
        Optional<Integer> longest = prompt.maxTokens().or(settings::maxTokens);
        if (ChatApi.isReasoning(credential.model())) {
            body.put("reasoning_effort", thinks ? "medium" : "low");
            longest.ifPresent(most -> body.put("max_completion_tokens", most));
        } else {
            body.put("temperature", settings.temperature());
            longest.ifPresent(most -> body.put("max_tokens", most));
        }
        if (ChatApi.isDashScope(credential)) {
            body.put("enable_thinking", thinks);
        }
        if (!prompt.tools().isEmpty()) {
            body.put("tools", tools()).put("tool_choice", choice());
        }
        settings.extraBody().forEach(body::put);
        return Post.of(ChatApi.url(credential), credential, ChatApi.keyHeader(credential), body);
    }

    private JsonArray messages() {
        JsonArray messages = new JsonArray();
        prompt.messages()
                .forEach(message -> messages.add(new JsonObject()
                        .put("role", message.role().name().toLowerCase(Locale.ROOT))
                        .put("content", message.text())));
        return messages;
    }

    private JsonArray tools() {
        JsonArray tools = new JsonArray();
        prompt.tools()
                .forEach(tool -> tools.add(new JsonObject()
                        .put("type", "function")
                        .put(
                                "function",
                                new JsonObject()
                                        .put("name", tool.name())
                                        .put("description", tool.description())
                                        .put("parameters", tool.parameters()))));
        return tools;
    }

    private Object choice() {
        return prompt.onlyTool()
                .<Object>map(name ->
                        new JsonObject().put("type", "function").put("function", new JsonObject().put("name", name)))
                .orElse("auto");
    }

    @Override
    public Answered<Written> read(Roster.Account account, JsonObject reply) {
        JsonArray choices = reply.getJsonArray("choices");
        JsonObject first = choices == null || choices.isEmpty() ? null : choices.getJsonObject(0);
        JsonObject message = first == null ? null : first.getJsonObject("message");
        if (first == null || message == null) {
            throw new Unreadable("it has no choices[0].message");
        }
        String end = first.getString("finish_reason", "stop");
        String text = text(message);
        List<ToolCall> calls = calls(message.getJsonArray("tool_calls", new JsonArray()));
        if ("content_filter".equals(end)) {
            throw account.failures().refused(400, new Complaint("the answer was withheld", end), Optional.empty());
        }
        if (text.isEmpty() && calls.isEmpty() && !"length".equals(end)) {
            throw new Unreadable("neither a text nor a call");
        }
        Usage usage = usage(reply.getJsonObject("usage", new JsonObject()));
        return new Answered<>(
                new Written(text, calls, end == null ? "stop" : end, usage), usage.prompt(), usage.completion());
    }

    /** A text, or its parts. */
    private static String text(JsonObject message) {
        StringBuilder text = new StringBuilder();
        switch (message.getValue("content")) {
            case String whole -> text.append(whole);
            case JsonArray parts ->
                parts.forEach(part -> text.append(part instanceof JsonObject json ? json.getString("text", "") : ""));
            case null, default -> {}
        }
        return THOUGHTS.matcher(text).replaceAll("").strip();
    }

    private static List<ToolCall> calls(JsonArray calls) {
        List<ToolCall> read = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            JsonObject call = calls.getJsonObject(i);
            JsonObject function = call == null ? null : call.getJsonObject("function");
            String name = function == null ? null : function.getString("name");
            if (call == null || function == null || name == null) {
                throw new Unreadable("a call without a name");
            }
            read.add(new ToolCall(call.getString("id", ""), name, arguments(function.getValue("arguments", ""))));
        }
        return read;
    }

    /** A text with JSON in it; some providers send the JSON itself. */
    private static JsonObject arguments(Object given) {
        if (given instanceof JsonObject object) {
            return object;
        }
        String text = String.valueOf(given);
        try {
            return text.isBlank() ? new JsonObject() : new JsonObject(text);
        } catch (DecodeException | ClassCastException noObject) {
            return new JsonObject().put("raw", text);
        }
    }

    private static Usage usage(JsonObject usage) {
        return new Usage(
                usage.getLong("prompt_tokens", 0L),
                usage.getLong("completion_tokens", 0L),
                usage.getJsonObject("prompt_tokens_details", new JsonObject()).getLong("cached_tokens", 0L),
                usage.getJsonObject("completion_tokens_details", new JsonObject())
                        .getLong("reasoning_tokens", 0L));
    }
}
