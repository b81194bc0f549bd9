package io.knarr.wire;

import io.knarr.fault.Fault;
import io.knarr.files.Details;
import io.knarr.files.Listed;
import io.knarr.identity.AccountId;
import io.knarr.tree.Node;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.EnumSet;
import java.util.Set;

/** An entry of a listing in its two shapes, and the fields that a client may ask for besides (core 4.1, clients 2.2). */
final class EntryJson {
    private static final int DIRECTORY_MODE = 0755;
    private static final int FILE_MODE = 0644;
    /** What {@code extra_fields} may name; those that are there anyway too. */
    private static final Set<String> PLAIN = Set.of("name", "uri", "path", "type", "size", "mode", "mtime", "abstract");

    private EntryJson() {}

    /** How an entry is written. */
    enum Output {
        AGENT,
        ORIGINAL,
        SIMPLE;

        /** @throws Fault {@code INVALID_ARGUMENT} */
        static Output of(String name) {
            return switch (name) {
                case "agent" -> AGENT;
                case "original" -> ORIGINAL;
                default -> throw Fault.invalid("output is agent or original, not " + name);
            };
        }
    }

    /** {@code tags}, {@code include_tags} and {@code extra_fields}. @throws Fault {@code INVALID_ARGUMENT} */
    static Details.Wanted wanted(Input input) {
        Set<Details.Extra> extras = EnumSet.noneOf(Details.Extra.class);
        if (input.flag("include_tags")) {
            extras.add(Details.Extra.TAGS);
        }
        for (String field : input.texts("extra_fields")) {
            switch (field.strip()) {
                case "tags" -> extras.add(Details.Extra.TAGS);
                case "id" -> extras.add(Details.Extra.ID);
                case "locked" -> extras.add(Details.Extra.LOCKED);
                case "count" -> extras.add(Details.Extra.COUNT);
                default -> requirePlain(field.strip());
            }
        }
        return new Details.Wanted(input.texts("tags"), extras);
    }

    private static void requirePlain(String field) {
        if (!PLAIN.contains(field)) {
            throw Fault.invalid("extra_fields has a field that entries do not have: " + field
                    + "; they have locked, id, count, tags and those of every listing");
        }
    }

    /** @param withPath whether it says where it is below what was listed */
    static JsonObject of(AccountId account, Listed entry, Output output, boolean withPath) {
        Node node = entry.node();
        boolean original = output == Output.ORIGINAL;
        JsonObject json = new JsonObject();
        if (original) {
            json.put("name", node.name());
        }
        json.put("uri", node.uri().toString());
        json.put("size", !original && node.isDirectory() ? 0 : node.size());
        if (original) {
            json.put("mode", mode(node));
        }
        json.put("modTime", original ? Times.seconds(node.modifiedAt()) : Times.millis(node.modifiedAt()));
        json.put("isDir", node.isDirectory());
        if (withPath) {
            json.put("rel_path", entry.relativePath());
        }
        if (!original) {
            json.put("abstract", entry.summary().orElse(""));
        }
        addDetail(account, entry, json);
        return json;
    }

    private static void addDetail(AccountId account, Listed entry, JsonObject json) {
        Details.Detail detail = entry.detail();
        detail.locked().ifPresent(locked -> json.put("isLocked", locked));
        detail.entry()
                .ifPresent(level ->
                        json.put("id", RecordJson.id(account, entry.node().uri(), level)));
        detail.count().ifPresent(count -> json.put("count", count));
        detail.tags().ifPresent(tags -> json.put("tags", new JsonArray(tags)));
    }

    static int mode(Node node) {
        return node.isDirectory() ? DIRECTORY_MODE : FILE_MODE;
    }
}
