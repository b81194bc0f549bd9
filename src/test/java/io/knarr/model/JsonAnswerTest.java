package io.knarr.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonAnswerTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"b\":[\"x\"]}",
                "Here it is:\n```json\n{\"a\":1,\"b\":[\"x\"]}\n```\nAnything else?",
                "```\n{\"a\":1,\"b\":[\"x\"]}",
                "Sure! {\"a\":1,\"b\":[\"x\"]} and {\"c\":2}",
                "{'a':1,'b':['x'],}",
                "{a:1,b:[\"x\",],}",
                "{\"a\":1, // one\n\"b\":[\"x\"]}",
                "{\"a\":1,\"b\":[\"x\"",
                "{\"a\":1,\"b\":[\"x",
                "```python\nprint(1)\n```\n{\"a\":1,\"b\":[\"x\"]}",
            })
    void findsTheObject(String text) {
        assertThat(JsonAnswer.in(text)).contains(new JsonObject("{\"a\":1,\"b\":[\"x\"]}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no", "[1]", "{", "{]", "}{", "{\"a\":}", "{{{{", "```json\n```"})
    void findsNothingWhereThereIsNone(String text) {
        assertThat(JsonAnswer.in(text).filter(json -> !json.isEmpty())).isEmpty();
    }

    @Test
    void isNotOverwhelmedByBrackets() {
        assertThat(JsonAnswer.in("{\"a\":" + "[".repeat(100_000))).isEmpty();
    }
}
