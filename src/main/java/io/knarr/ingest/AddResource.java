package io.knarr.ingest;

import io.knarr.storage.FollowUps.Tagging;
import io.knarr.uri.VikingUri;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * A source to bring in, as asked for (core 3.2), addresses resolved.
 *
 * @param uploadId of the bytes
 * @param sourceName what the client calls it; empty: the upload’s file name
 * @param to exact target
 * @param parent directory for a target with a name made from the source’s
 * @param createParent make a missing parent
 * @param selection which files of a directory source
 * @param vectorsOnly no summaries
 * @param noSplit each document stays one file
 * @param tagging for all entries
 */
public record AddResource(
        String uploadId,
        Optional<String> sourceName,
        Optional<VikingUri> to,
        Optional<VikingUri> parent,
        boolean createParent,
        Selection selection,
        boolean vectorsOnly,
        boolean noSplit,
        Tagging tagging) {
    /**
     * Which files of a directory source are taken; see core 3.2 for the forms.
     *
     * @param strict an unsupported file fails the whole import
     * @param media media files are stored as they are
     */
    public record Selection(
            List<String> ignoreDirs, List<String> include, List<String> exclude, boolean strict, boolean media) {
        JsonObject json() {
            return new JsonObject()
                    .put("ignore_dirs", new JsonArray(ignoreDirs))
                    .put("include", new JsonArray(include))
                    .put("exclude", new JsonArray(exclude))
                    .put("strict", strict)
                    .put("media", media);
        }

        static Selection of(JsonObject json) {
            return new Selection(
                    texts(json, "ignore_dirs"),
                    texts(json, "include"),
                    texts(json, "exclude"),
                    json.getBoolean("strict"),
                    json.getBoolean("media"));
        }

        private static List<String> texts(JsonObject json, String key) {
            return json.getJsonArray(key).stream().map(Object::toString).toList();
        }
    }
}
