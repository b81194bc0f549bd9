package io.knarr.memory;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/**
 * A memory as it is stored: Markdown for people, and fields for the server in a comment at the end (sessions 10.2).
 *
 * @param body without white space at its ends
 * @param fields what the comment holds; never changed
 */
record MemoryFile(String body, JsonObject fields) {
    private static final String BEGIN = "<!-- MEMORY_FIELDS";
    private static final String END = "-->";

    MemoryFile {
        body = body.strip();
        fields = fields.copy();
    }

    @Override
    public JsonObject fields() {
        return fields.copy();
    }

    /** A comment that cannot be read counts as none. */
    static MemoryFile parse(String stored) {
        int begin = stored.lastIndexOf(BEGIN);
        int end = stored.lastIndexOf(END);
        if (begin < 0 || end < begin) {
            return new MemoryFile(stored, new JsonObject());
        }
        try {
            return new MemoryFile(
                    stored.substring(0, begin),
                    new JsonObject(stored.substring(begin + BEGIN.length(), end).strip()));
        } catch (DecodeException broken) {
            return new MemoryFile(stored.substring(0, begin), new JsonObject());
        }
    }

    String text() {
        return body + "\n\n" + BEGIN + "\n" + fields.encodePrettily() + "\n" + END + "\n";
    }

    int version() {
        return fields.getInteger("version", 0);
    }
}
