package io.knarr.session;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Messages for tests. */
public final class Talk {
    private Talk() {}

    public static Message user(String id, String text) {
        return message(id, "user", text, Optional.empty());
    }

    public static Message assistant(String id, String text) {
        return message(id, "assistant", text, Optional.empty());
    }

    public static Message peer(String id, String peer, String text) {
        return message(id, "user", text, Optional.of(peer));
    }

    private static Message message(String id, String role, String text, Optional<String> peer) {
        return new Message(
                id,
                role,
                List.of(new Part.Text(text)),
                "2026-08-03T09:12:44+00:00",
                peer,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public static Message tool(String id, String role, String output) {
        return message(id, role, "", Optional.empty()).with(List.of(result("call_" + id, output)));
    }

    public static Part.Tool result(String toolId, String output) {
        return new Part.Tool(new JsonObject()
                .put("tool_id", toolId)
                .put("tool_name", "bash")
                .put("tool_uri", "")
                .put("skill_uri", "")
                .put("tool_input", new JsonObject().put("cmd", "ls"))
                .put("tool_output", output)
                .put("tool_status", "completed"));
    }

    public static NewMessage said(String role, String text) {
        return said(role, List.of(new Part.Text(text)));
    }

    public static NewMessage said(String role, List<Part> parts) {
        return new NewMessage(
                role, parts, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static List<String> ids(List<Message> messages) {
        return messages.stream().map(Message::id).toList();
    }
}
