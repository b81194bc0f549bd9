package io.knarr.memory;

import io.knarr.uri.VikingUri;
import io.vertx.core.json.JsonObject;

/**
 * A memory that is to be written.
 *
 * @param type {@code events}, {@code preferences}, …
 * @param uri where
 * @param body its text; for one that is merged, the lines that are new
 * @param fields of its type
 * @param merge what becomes of a memory that is there
 */
record Draft(String type, VikingUri uri, String body, JsonObject fields, Merge merge) {
    /** How it meets an older one. */
    enum Merge {
        /** The older one stays. */
        ADD_ONLY,
        /** Lines that it does not have yet are added to it. */
        APPEND_LINES
    }
}
