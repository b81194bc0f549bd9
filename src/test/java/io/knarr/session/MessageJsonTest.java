package io.knarr.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MessageJsonTest {
    @Test
    void readsWhatItWrote() {
        Message message = new Message(
                "msg_1",
                "assistant",
                List.of(
                        new Part.Text("line one\nline two\u2028three"),
                        new Part.Context("viking://resources/a.md", "resource", "About a."),
                        new Part.Image("https://example.com/a.png", Optional.of("low")),
                        Talk.result("call_1", "ok")),
                "2026-08-03T09:12:44+00:00",
                Optional.of("bob"),
                Optional.of("t-7"),
                Optional.of(Message.Kind.ASSISTANT_STEP),
                Optional.of(List.of("m1")));

        List<Message> read = MessageJson.read(MessageJson.lines(List.of(message, Talk.user("msg_2", "next"))));

        assertThat(read).hasSize(2);
        assertThat(MessageJson.write(read.getFirst())).isEqualTo(MessageJson.write(message));
    }

    @Test
    void leavesOutWhatIsNotThere() {
        JsonObject json = MessageJson.write(Talk.user("msg_1", "hi"));

        assertThat(json.fieldNames()).containsExactly("id", "role", "parts", "created_at");
    }

    @Test
    void readsTheOldFormWithContent() {
        Message old = MessageJson.read(Buffer.buffer("{\"id\":\"m\",\"role\":\"user\",\"content\":\"hello\"}\n"))
                .getFirst();

        assertThat(old.text()).isEqualTo("hello");
    }

    @Test
    void leavesOutATornLastLineAndRefusesATornLineBeforeIt() {
        String whole = MessageJson.lines(List.of(Talk.user("m1", "one"))).toString();

        assertThat(MessageJson.read(Buffer.buffer(whole + "{\"id\":\"m2\",\"ro")))
                .hasSize(1);
        assertThatThrownBy(() -> MessageJson.read(Buffer.buffer("{\"id\":\"m2\",\"ro\n" + whole)))
                .isInstanceOf(DecodeException.class);
    }

    @Test
    void takesAnUnknownPartForText() {
        assertThat(PartJson.read(new JsonObject().put("type", "video").put("text", "a film")))
                .isEqualTo(new Part.Text("a film"));
        assertThat(PartJson.read(new JsonObject().put("type", "video").put("url", "x")))
                .isEqualTo(new Part.Text("{\"type\":\"video\",\"url\":\"x\"}"));
    }

    @Test
    void countsToolInputsAsJsonWithSpaces() {
        assertThat(PartJson.spaced(new JsonObject()
                        .put("a", 1)
                        .put("b", new JsonArray().add("x").add(true))))
                .isEqualTo("{\"a\": 1, \"b\": [\"x\", true]}");
        assertThat(PartJson.spaced(new JsonObject())).isEmpty();
    }
}
