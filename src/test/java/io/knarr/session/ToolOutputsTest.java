package io.knarr.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.testing.Callers;
import io.knarr.uri.VikingUri;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ToolOutputsTest {
    private static final VikingUri SESSION = VikingUri.of("user", "alice", "sessions", "s1");
    private static final Instant NOW = Instant.parse("2026-08-03T09:12:44Z");

    private final ToolOutputs outputs = new ToolOutputs(ToolOutputSettings.DEFAULT);

    @Test
    void leavesSmallOutputsWhereTheyAreAndNotesTheirGroup() {
        ToolOutputs.Moved moved = move(Talk.tool("m1", "assistant", "short"));

        assertThat(moved.files()).isEmpty();
        JsonObject fields = fields(moved, 0);
        assertThat(fields.getString("tool_output")).isEqualTo("short");
        assertThat(fields.getString("tool_output_group_id")).isEqualTo("m1");
        assertThat(fields.getInteger("tool_output_group_original_chars")).isEqualTo(5);
        assertThat(fields.getInteger("tool_output_group_budget_chars")).isEqualTo(100_000);
    }

    @Test
    void movesALargeOutputIntoAFileThatHoldsAllOfIt() {
        String output = "line of output 😀\n".repeat(2000);

        ToolOutputs.Moved moved = move(Talk.tool("m1", "assistant", output));

        JsonObject fields = fields(moved, 0);
        String id =
                fields.getString("tool_output_ref").substring(SESSION.toString().length() + "/tool-results/".length());
        assertThat(id).startsWith("tr_call_m1_").hasSize("tr_call_m1_".length() + 16);
        assertThat(file(moved, "tool-results/" + id + "/output.txt")).isEqualTo(output);
        JsonObject metadata = new JsonObject(file(moved, "tool-results/" + id + "/metadata.json"));
        assertThat(metadata.getInteger("original_chars")).isEqualTo(output.codePointCount(0, output.length()));
        assertThat(metadata.getString("message_id")).isEqualTo("m1");
        assertThat(fields.getBoolean("tool_output_truncated")).isTrue();
        assertThat(fields.getString("tool_output_externalized_reason")).isEqualTo("single_threshold");
        assertThat(fields.getString("tool_output"))
                .startsWith("[OpenViking tool result externalized]\ntool_name: bash\n")
                .contains("ref: " + fields.getString("tool_output_ref"));
        assertThat(fields.getString("tool_output").length()).isLessThan(4000);
    }

    @Test
    void movesTheLargestOfAGroupUntilTheOthersFit() {
        List<Part> parts = List.of(
                Talk.result("a", "a".repeat(19_000)),
                Talk.result("b", "b".repeat(20_000)),
                Talk.result("c", "c".repeat(19_500)),
                Talk.result("d", "d".repeat(19_900)),
                Talk.result("e", "e".repeat(19_800)),
                Talk.result("f", "f".repeat(18_000)));

        ToolOutputs.Moved moved = move(Talk.assistant("m1", "").with(parts));

        List<String> reasons = moved.messages().getFirst().parts().stream()
                .map(part -> ((Part.Tool) part).fields().getString("tool_output_externalized_reason", "inline"))
                .toList();
        assertThat(reasons).containsExactly("inline", "turn_budget", "inline", "inline", "inline", "inline");
    }

    @Test
    void storesTheSameOutputOfTheSameCallOnce() {
        Message message = Talk.tool("m1", "assistant", "x".repeat(30_000));

        assertThat(move(message).files().keySet())
                .isEqualTo(move(message).files().keySet());
    }

    @Test
    void refersToWhatTheAgentReadBackFromHere() {
        String ref = SESSION + "/tool-results/tr_x_1";
        Part.Tool read = Talk.result("c", "part of it")
                .with("tool_name", "openviking_tool_result_read")
                .with(
                        "tool_input",
                        new JsonObject().put("ref", ref).put("offset", 5).put("limit", 10));

        ToolOutputs.Moved moved = move(Talk.assistant("m1", "").with(List.of(read)));

        assertThat(moved.files()).isEmpty();
        JsonObject fields = fields(moved, 0);
        assertThat(fields.getString("tool_output_source_ref")).isEqualTo(ref);
        assertThat(fields.getInteger("tool_output_source_offset")).isEqualTo(5);
        assertThat(fields.getString("tool_output_externalized_reason")).isEqualTo("source_read");
    }

    @Test
    void movesNothingWhenToldSo() {
        ToolOutputs off = new ToolOutputs(new ToolOutputSettings(false, 1, 1, 1, 1, 1));

        ToolOutputs.Moved moved =
                off.move(Callers.alice(), SESSION, List.of(List.of(Talk.tool("m1", "user", "x".repeat(99)))), NOW);

        assertThat(moved.files()).isEmpty();
        assertThat(fields(moved, 0).containsKey("tool_output_group_id")).isFalse();
    }

    @Test
    void makesSafeIds() {
        String sha = "0123456789abcdef0123456789abcdef";

        assertThat(ToolOutputs.id("", sha)).isEqualTo("tr_0123456789abcdef01234567");
        assertThat(ToolOutputs.id("../a b", sha)).isEqualTo("tr_a_b_0123456789abcdef");
        assertThat(ToolOutputs.id("...", sha)).isEqualTo("tr_tool_0123456789abcdef");
        assertThat(ToolOutputs.id("x".repeat(200), sha)).hasSize("tr_".length() + 96 + 17);
    }

    private ToolOutputs.Moved move(Message message) {
        return outputs.move(Callers.alice(), SESSION, List.of(List.of(message)), NOW);
    }

    private static JsonObject fields(ToolOutputs.Moved moved, int part) {
        return ((Part.Tool) moved.messages().getFirst().parts().get(part)).fields();
    }

    private static String file(ToolOutputs.Moved moved, String path) {
        return Objects.requireNonNull(moved.files().get(path), path).toString();
    }
}
