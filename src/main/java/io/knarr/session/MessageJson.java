package io.knarr.session;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Messages as lines of JSON (sessions 4.5, 8). Lines end at {@code \n} alone: other line ends may stand inside strings. */
public final class MessageJson {
    private MessageJson() {}

    public static JsonObject write(Message message) {
        JsonArray parts = new JsonArray();
        message.parts().forEach(part -> parts.add(PartJson.write(part)));
        JsonObject json = new JsonObject()
                .put("id", message.id())
                .put("role", message.role())
                .put("parts", parts)
                .put("created_at", message.createdAt());
        message.peerId().ifPresent(peer -> json.put("peer_id", peer));
        message.turnId().ifPresent(turn -> json.put("turn_id", turn));
        message.kind().ifPresent(kind -> json.put("message_kind", kind.label()));
        message.sourceMessageIds().ifPresent(ids -> json.put("source_message_ids", new JsonArray(ids)));
        return json;
    }

    public static Message read(JsonObject json) {
        List<Part> parts = new ArrayList<>();
        if (json.getValue("parts") instanceof JsonArray stored) {
            for (Object part : stored) {
                if (part instanceof JsonObject object) {
                    parts.add(PartJson.read(object));
                }
            }
        } else if (json.getValue("content") instanceof String content) {
            // As older versions stored it.
            parts.add(new Part.Text(content));
        }
        return new Message(
                json.getString("id", ""),
                json.getString("role", ""),
                parts,
                json.getString("created_at", ""),
                Optional.ofNullable(json.getString("peer_id")),
                Optional.ofNullable(json.getString("turn_id")),
                Optional.ofNullable(json.getString("message_kind")).flatMap(Message.Kind::of),
                Optional.ofNullable(json.getJsonArray("source_message_ids"))
                        .map(ids -> ids.stream().map(String::valueOf).toList()));
    }

    /** A file of them. */
    public static Buffer lines(List<Message> messages) {
        StringBuilder text = new StringBuilder();
        messages.forEach(message -> text.append(write(message).encode()).append('\n'));
        return Buffer.buffer(text.toString());
    }

    /**
     * @throws DecodeException for a line that is no message; a broken last line without its end is what a crash of another program
     *     left behind and is left out
     */
    public static List<Message> read(Buffer file) {
        String text = file.toString();
        List<Message> messages = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            String line = text.substring(at, end < 0 ? text.length() : end);
            if (!line.isBlank()) {
                try {
                    messages.add(read(new JsonObject(line)));
                } catch (DecodeException broken) {
                    if (end >= 0) {
                        throw broken;
                    }
                }
            }
            at = end < 0 ? text.length() : end + 1;
        }
        return messages;
    }
}
