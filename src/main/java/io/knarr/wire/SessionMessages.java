package io.knarr.wire;

import io.knarr.fault.Fault;
import io.knarr.identity.Caller;
import io.knarr.identity.Namespace;
import io.knarr.session.Message;
import io.knarr.session.NewMessage;
import io.knarr.session.Part;
import io.knarr.session.PartJson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Messages as they are sent (sessions 4). */
final class SessionMessages {
    private static final Pattern PEER = Pattern.compile("[a-zA-Z0-9_.@-]+");
    private static final List<String> TOOL_ADDRESSES = List.of("tool_uri", "skill_uri", "tool_output_storage_uri");
    private static final String VIKING = "viking://";
    private static final Set<String> TYPES = Set.of("text", "context", "image_url", "tool");

    private final Namespace namespace;

    SessionMessages(Namespace namespace) {
        this.namespace = namespace;
    }

    /** @throws Fault {@code INVALID_ARGUMENT} or {@code INVALID_URI} for a part that cannot be stored */
    NewMessage read(Caller caller, JsonObject sent) {
        JsonArray parts = sent.getJsonArray("parts");
        List<Part> read = new ArrayList<>();
        if (parts == null) {
            read.add(new Part.Text(sent.getString("content", "")));
        } else {
            for (int i = 0; i < parts.size(); i++) {
                read.add(part(caller, parts.getJsonObject(i)));
            }
        }
        return new NewMessage(
                sent.getString("role"),
                read,
                Optional.ofNullable(sent.getString("created_at")),
                peer(sent),
                Optional.ofNullable(sent.getString("turn_id")),
                Optional.ofNullable(sent.getString("message_kind")).flatMap(Message.Kind::of),
                Optional.ofNullable(sent.getJsonArray("source_message_ids"))
                        .map(ids -> ids.stream().map(String::valueOf).toList()));
    }

    private static Optional<String> peer(JsonObject sent) {
        String peer = sent.getString("peer_id", "");
        String trimmed = peer == null ? "" : peer.strip();
        if (trimmed.isEmpty()) {
            return Optional.empty();
        }
        boolean valid = PEER.matcher(trimmed).matches()
                && !trimmed.equals(".")
                && !trimmed.equals("..")
                && trimmed.indexOf('@') == trimmed.lastIndexOf('@');
        if (!valid) {
            throw Fault.invalid("peer_id has letters, digits and _ . @ - with at most one @, not: " + trimmed);
        }
        return Optional.of(trimmed);
    }

    private Part part(Caller caller, JsonObject sent) {
        return switch (PartJson.read(known(sent))) {
            case Part.Context(String uri, String type, String summary)
            when !uri.isEmpty() -> new Part.Context(address(caller, uri), type, summary);
            case Part.Image(String url, Optional<String> detail) -> {
                if (url.isBlank()) {
                    throw Fault.invalid("image_url part requires a non-empty URL");
                }
                yield new Part.Image(url.startsWith(VIKING) ? address(caller, url) : url, detail);
            }
            case Part.Tool tool -> {
                Part.Tool canonical = tool;
                for (String key : TOOL_ADDRESSES) {
                    if (tool.fields().getValue(key) instanceof String uri && !uri.isEmpty()) {
                        canonical = canonical.with(key, address(caller, uri));
                    }
                }
                yield canonical;
            }
            case Part other -> other;
        };
    }

    /** A part of an unknown type is text. */
    private static JsonObject known(JsonObject sent) {
        Object type = sent.getValue("type", "text");
        return TYPES.contains(String.valueOf(type)) ? sent : sent.copy().put("type", "other");
    }

    private String address(Caller caller, String uri) {
        return namespace.resolve(caller, uri).toString();
    }
}
