package io.knarr.wire;

import io.knarr.wire.Findings.Place;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;

/** What the fields of one body must be to each other; the document has no words for that. Fields are valid by themselves. */
final class BodyRules {
    private static final List<String> FOR_CONTEXT_ONLY = List.of(
            "query_expansion",
            "max_tokens",
            "quotas",
            "purpose",
            "detail",
            "dedup_turns",
            "exclude_uris",
            "peer_scope",
            "other_peer_penalty",
            "rewrite",
            "rewrite_max_bullets");

    private BodyRules() {}

    static void check(String operationId, JsonObject body, Set<String> given, Findings findings) {
        switch (operationId) {
            case "resources.add" -> source(body, findings);
            case "content.batch_write" -> operations(body.getJsonArray("operations"), findings);
            case "sessions.add_message" -> message(body, Place.of("body"), findings);
            case "sessions.add_messages" -> messages(body.getJsonArray("messages"), findings);
            case "search.search" -> mode(body, given, findings);
            case "skills.add", "skills.update" -> skill(body, findings);
            default -> {}
        }
    }

    /** Core 3.2. */
    private static void source(JsonObject body, Findings findings) {
        if (blank(body, "path") && blank(body, "temp_file_id")) {
            refuse(findings, "one of path and temp_file_id is needed");
        }
        if (blank(body, "add_type")) {
            return;
        }
        if (!blank(body, "temp_file_id") || !blank(body, "parent")) {
            refuse(findings, "add_type goes with neither temp_file_id nor parent");
        }
        if (blank(body, "path") || blank(body, "to")) {
            refuse(findings, "add_type needs path and to");
        }
    }

    /** Core 7.3; a skill that is fetched again brings nothing. */
    private static void skill(JsonObject body, Findings findings) {
        boolean fetched = body.getBoolean("from_source", false);
        if (body.getValue("data") == null && blank(body, "temp_file_id") && !fetched) {
            refuse(findings, "one of data and temp_file_id is needed");
        }
    }

    /** Core 5.7. */
    private static void operations(JsonArray operations, Findings findings) {
        for (int i = 0; i < operations.size(); i++) {
            JsonObject operation = operations.getJsonObject(i);
            boolean text = operation.getString("content") != null;
            boolean bytes = operation.getString("content_base64") != null;
            if (text == bytes) {
                Place at = Place.of("body").at("operations").at(Integer.toString(i));
                findings.add(at, "value_error", "Value error, exactly one of content and content_base64 is needed");
            }
        }
    }

    private static void messages(JsonArray messages, Findings findings) {
        for (int i = 0; i < messages.size(); i++) {
            message(messages.getJsonObject(i), Place.of("body").at("messages").at(Integer.toString(i)), findings);
        }
    }

    /** Sessions 4.1. */
    private static void message(JsonObject message, Place at, Findings findings) {
        if (message.getValue("content") == null && message.getValue("parts") == null) {
            findings.add(at, "value_error", "Value error, Either 'content' or 'parts' must be provided");
        }
    }

    /** Core 6.2 and 6.4. A plug-in takes certain words in errors of context calls for an old server (core 1.6). */
    private static void mode(JsonObject body, Set<String> given, Findings findings) {
        if (body.getString("mode").equals("context")) {
            if (!noTarget(body.getValue("target_uri"))) {
                refuse(findings, "target_uri is not used for a block of context, leave it empty");
            }
            return;
        }
        List<String> misplaced =
                FOR_CONTEXT_ONLY.stream().filter(given::contains).toList();
        if (!misplaced.isEmpty()) {
            refuse(findings, "these need mode \"context\": " + String.join(", ", misplaced));
        }
    }

    private static boolean noTarget(Object target) {
        return target.equals("") || (target instanceof JsonArray many && many.isEmpty());
    }

    private static boolean blank(JsonObject body, String name) {
        String text = body.getString(name);
        return text == null || text.isBlank();
    }

    private static void refuse(Findings findings, String message) {
        findings.add(Place.of("body"), "value_error", "Value error, " + message);
    }
}
