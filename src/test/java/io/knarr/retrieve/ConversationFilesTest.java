package io.knarr.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.retrieve.Conversations.Recent;
import io.knarr.retrieve.Conversations.Turn;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.testing.DirectPool;
import io.knarr.testing.MemoryTree;
import io.knarr.tree.Node;
import io.knarr.tree.WriteMode;
import io.knarr.uri.VikingUri;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConversationFilesTest {
    private static final VikingUri SESSION = Callers.alice().home().resolve("sessions/s-1");

    private final MemoryTree tree = new MemoryTree();
    private final ConversationFiles files = new ConversationFiles(tree, new DirectPool());

    @Test
    void takesASessionThatDoesNotExistForAnEmptyOne() {
        assertThat(recent()).isEqualTo(new Recent(Optional.empty(), List.of()));
    }

    @Test
    void takesASessionWithoutMessagesForAnEmptyOne() {
        write("messages.jsonl", "");

        assertThat(recent().isEmpty()).isTrue();
    }

    @Test
    void readsTheNewestFiveMessages() {
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= 7; i++) {
            lines.append(message(i % 2 == 0 ? "assistant" : "user", "number " + i)
                            .encode())
                    .append('\n');
        }
        write("messages.jsonl", lines.toString());

        assertThat(recent().turns())
                .containsExactly(
                        new Turn("user", "number 3"),
                        new Turn("assistant", "number 4"),
                        new Turn("user", "number 5"),
                        new Turn("assistant", "number 6"),
                        new Turn("user", "number 7"));
    }

    @Test
    void passesOverLinesThatSayNothing() {
        String lines = message("user", "one\u2028line").encode() + "\n\n"
                + "{\"role\":\"assistant\",\"parts\":[{\"type\":\"image_url\"}]}\n" + "{\"role\":\"user\"}\n"
                + "{\"id\":\"half a line";
        write("messages.jsonl", lines);

        assertThat(recent().turns()).containsExactly(new Turn("user", "one\u2028line"));
    }

    @Test
    void saysWhatKindOfPartsAMessageHas() {
        JsonArray parts = new JsonArray()
                .add(new JsonObject().put("type", "text").put("text", "see"))
                .add(new JsonObject().put("type", "context").put("abstract", "about tea"))
                .add(new JsonObject()
                        .put("type", "tool")
                        .put("tool_name", "grep")
                        .put("tool_output", "much"));
        write(
                "messages.jsonl",
                new JsonObject().put("role", "assistant").put("parts", parts).encode());

        assertThat(recent().turns()).containsExactly(new Turn("assistant", "see\nabout tea\n[tool grep]"));
    }

    @Test
    void readsTheNewestOverviewThereIs() {
        write("history/archive_009/.overview.md", "nine");
        write("history/archive_010/.overview.md", "---\ngenerated_by:\n  component: Session\n---\n\nten\n");
        write("history/archive_011/messages.jsonl", "");
        write("history/notes.md", "no archive");

        assertThat(recent().overview()).contains("ten");
    }

    @Test
    void refusesTheSessionOfSomebodyElse() {
        assertThat(Await.faultOf(files.recent(Callers.bob(), SESSION)).code()).isEqualTo(Code.PERMISSION_DENIED);
    }

    private Recent recent() {
        return Await.of(files.recent(Callers.alice(), SESSION));
    }

    private static JsonObject message(String role, String text) {
        return new JsonObject()
                .put("role", role)
                .put(
                        "parts",
                        new JsonArray().add(new JsonObject().put("type", "text").put("text", text)));
    }

    private void write(String path, String content) {
        Node _ = Await.of(tree.write(Callers.ACME, SESSION.resolve(path), Buffer.buffer(content), WriteMode.CREATE));
    }
}
