package io.knarr.model.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.fault.Outlook;
import io.knarr.model.Prompt;
import io.knarr.model.Prompt.Message;
import io.knarr.model.Prompt.Role;
import io.knarr.model.Prompt.Tool;
import io.knarr.model.Written;
import io.knarr.model.Written.ToolCall;
import io.knarr.model.Written.Usage;
import io.knarr.observe.LocalMeters;
import io.knarr.testing.Await;
import io.knarr.testing.FakeModels;
import io.knarr.testing.FakeProvider;
import io.knarr.testing.Manner;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteWriterTest {
    private static final Prompt PROMPT = Prompt.of("Be brief.", "What is tea?");
    private static final Tool SAVE = new Tool(
            "save", "Keeps a fact", new JsonObject().put("type", "object").put("properties", new JsonObject()));

    private final Vertx vertx = Vertx.vertx();
    private final LocalMeters meters = new LocalMeters();
    private final FakeProvider fake = FakeProvider.start(vertx);

    @AfterEach
    void closeAll() {
        fake.close();
        Void _ = Await.of(vertx.close());
    }

    @Test
    void writesAnAnswer() {
        RemoteWriter writer = writer("openai", "gpt-4o-mini");

        Written written = Await.of(writer.write(PROMPT, Deadline.none()));

        assertThat(written).isEqualTo(new Written("You said: What is tea?", List.of(), "stop", new Usage(11, 7, 5, 3)));
        assertThat(sent())
                .isEqualTo(new JsonObject()
                        .put("model", "gpt-4o-mini")
                        .put(
                                "messages",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("role", "system")
                                                .put("content", "Be brief."))
                                        .add(new JsonObject()
                                                .put("role", "user")
                                                .put("content", "What is tea?")))
                        .put("temperature", 0.2)
                        .put("max_tokens", 99));
        assertThat(writer.use().promptTokens()).isEqualTo(11);
        assertThat(writer.use().completionTokens()).isEqualTo(7);
        assertThat(meters.count("model.vlm.tokens.output")).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-5", "gpt-5-mini", "o1", "o3-mini", "o4-mini", "openai/gpt-5.1"})
    void talksOtherwiseToModelsThatReason(String model) {
        Written _ = Await.of(writer("openai", model).write(PROMPT, Deadline.none()));

        assertThat(sent().fieldNames()).containsOnly("model", "messages", "reasoning_effort", "max_completion_tokens");
    }

    @Test
    void tellsDashScopesModelsNotToThink() {
        Credential dashscope = Given.credential("openai", "qwen-plus", fake.address() + "/dashscope/v1");

        Written _ = Await.of(writer(dashscope).write(PROMPT, Deadline.none()));

        assertThat(sent().getBoolean("enable_thinking")).isFalse();
    }

    @Test
    void asksAzureAtItsDeployment() {
        Written _ = Await.of(writer("azure", "my deployment").write(PROMPT, Deadline.none()));

        assertThat(fake.asked().getFirst().path()).isEqualTo("/openai/deployments/my%20deployment/chat/completions");
        assertThat(fake.asked().getFirst().headers()).containsEntry("api-key", Given.KEY);
    }

    @Test
    void offersToolsAndReadsTheirCalls() {
        JsonObject message = new JsonObject()
                .put("content", (String) null)
                .put(
                        "tool_calls",
                        new JsonArray()
                                .add(call("1", "{\"fact\":\"tea\"}"))
                                .add(call("2", "not JSON"))
                                .add(call("3", ""))
                                .add(call("4", new JsonObject().put("a", 1)))
                                .add(call("5", "[1]")));
        fake.always(Manner.text(FakeModels.chatAnswer(message, "tool_calls").encode()));
        Prompt prompt = new Prompt(
                List.of(new Message(Role.USER, "save it")), List.of(SAVE), Optional.of("save"), Optional.of(5));

        Written written = Await.of(writer("openai", "gpt-4o").write(prompt, Deadline.none()));

        assertThat(written.text()).isEmpty();
        assertThat(written.calls())
                .containsExactly(
                        new ToolCall("1", "save", new JsonObject().put("fact", "tea")),
                        new ToolCall("2", "save", new JsonObject().put("raw", "not JSON")),
                        new ToolCall("3", "save", new JsonObject()),
                        new ToolCall("4", "save", new JsonObject().put("a", 1)),
                        new ToolCall("5", "save", new JsonObject().put("raw", "[1]")));
        assertThat(sent().getInteger("max_tokens")).isEqualTo(5);
        assertThat(sent().getJsonObject("tool_choice"))
                .isEqualTo(
                        new JsonObject().put("type", "function").put("function", new JsonObject().put("name", "save")));
        assertThat(sent().getJsonArray("tools")
                        .getJsonObject(0)
                        .getJsonObject("function")
                        .getString("name"))
                .isEqualTo("save");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<think>hm, tea</think>Tea is a drink. | Tea is a drink.",
                "Tea <think>a\\nb</think>is <think>c</think>good | Tea is good",
                "a < b and <thinking> | a < b and <thinking>",
            })
    void leavesOutWhatWasThoughtAloud(String content, String text) {
        answer(new JsonObject().put("content", content.replace("\\n", "\n")), "stop");

        assertThat(Await.of(writer("openai", "m").write(PROMPT, Deadline.none()))
                        .text())
                .isEqualTo(text);
    }

    @Test
    void readsATextInParts() {
        answer(
                new JsonObject()
                        .put(
                                "content",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("type", "text")
                                                .put("text", "Tea "))
                                        .add(new JsonObject()
                                                .put("type", "text")
                                                .put("text", "is."))),
                "stop");

        assertThat(Await.of(writer("openai", "m").write(PROMPT, Deadline.none()))
                        .text())
                .isEqualTo("Tea is.");
    }

    @Test
    void saysThatAnAnswerWasCut() {
        answer(new JsonObject().put("content", "<think>so long"), "length");

        Written written = Await.of(writer("openai", "m").write(PROMPT, Deadline.none()));

        assertThat(written.end()).isEqualTo("length");
        assertThat(written.text()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "{}",
                "{\"choices\":[]}",
                "{\"choices\":[{}]}",
                "{\"choices\":[{\"message\":{}}]}",
                "{\"choices\":[{\"message\":{\"content\":\"\"}}]}",
                "{\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":[{}]}}]}",
                "{\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":[null]}}]}",
                "{\"choices\":{\"message\":1}}",
            })
    void takesNoGarbageForAnAnswer(String body) {
        fake.always(Manner.text(body));

        Fault fault = fault(writer("openai", "m"));

        assertThat(fault.code()).isEqualTo(Code.VLM_FAILED);
        assertThat(fault.outlook()).contains(Outlook.RETRY);
    }

    @Test
    void aWithheldAnswerIsRefusedContent() {
        answer(new JsonObject().put("content", ""), "content_filter");

        Fault fault = fault(writer("openai", "m"));

        assertThat(fault.code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(fault.outlook()).contains(Outlook.GIVE_UP);
    }

    @Test
    void anotherProviderTakesOverInItsOwnWords() {
        try (FakeProvider second = FakeProvider.start(vertx)) {
            fake.always(Manner.status(503));
            RemoteWriter writer = writer(
                    Given.credential("openai", "gpt-4o", fake.address()),
                    Given.credential("openai", "o3", second.address()));

            Written written = Await.of(writer.write(PROMPT, Deadline.none()));

            assertThat(written.text()).isEqualTo("You said: What is tea?");
            assertThat(second.asked().getFirst().body().getString("model")).isEqualTo("o3");
            assertThat(second.asked().getFirst().body().containsKey("temperature"))
                    .isFalse();
            assertThat(writer.use().model()).isEqualTo("o3");
        }
    }

    @Test
    void aHungModelEndsAtTheDeadline() {
        fake.always(new Manner.Hang());

        Fault fault = Await.faultOf(writer("openai", "m").write(PROMPT, Deadline.after(Duration.ofMillis(100))));

        assertThat(fault.code()).isEqualTo(Code.DEADLINE_EXCEEDED);
        assertThat(fake.awaitBroken()).endsWith("/chat/completions");
    }

    private static JsonObject call(String id, Object arguments) {
        return new JsonObject()
                .put("id", id)
                .put("function", new JsonObject().put("name", "save").put("arguments", arguments));
    }

    private void answer(JsonObject message, String end) {
        fake.always(Manner.text(FakeModels.chatAnswer(message, end).encode()));
    }

    private JsonObject sent() {
        return fake.asked().getFirst().body();
    }

    private static Fault fault(RemoteWriter writer) {
        return Await.faultOf(writer.write(PROMPT, Deadline.none()));
    }

    private RemoteWriter writer(String provider, String model) {
        return writer(Given.credential(provider, model, fake.address()));
    }

    private RemoteWriter writer(Credential... credentials) {
        return new RemoteWriter(
                Given.around(vertx, meters),
                new ChatSettings(
                        "vlm",
                        List.of(credentials),
                        Failback.DEFAULT,
                        0.2,
                        Optional.of(99),
                        ChatSettings.Thinking.OFF,
                        Map.of(),
                        Given.limits(0, Given.LONG)));
    }
}
