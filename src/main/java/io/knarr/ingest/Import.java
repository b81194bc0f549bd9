package io.knarr.ingest;

import io.knarr.storage.FollowUps.Tagging;
import io.knarr.uri.VikingUri;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * What an import job must know; everything is in its payload, so that any process can do it.
 *
 * @param root the resource’s directory, or the directory to plant into when {@code intoParent}
 * @param intoParent a single file {@code <root>/<name>.md} without a directory of its own
 * @param name of the resource
 * @param fileName of the upload, which tells its type
 * @param reserved the directory was made for this import alone
 */
record Import(
        VikingUri root,
        boolean intoParent,
        String name,
        String uploadId,
        String fileName,
        String sourcePath,
        String user,
        AddResource.Selection selection,
        boolean vectorsOnly,
        boolean noSplit,
        Tagging tagging,
        boolean reserved) {
    JsonObject json() {
        return new JsonObject()
                .put("root", root.toString())
                .put("into_parent", intoParent)
                .put("name", name)
                .put("upload", uploadId)
                .put("file_name", fileName)
                .put("source_path", sourcePath)
                .put("user", user)
                .put("selection", selection.json())
                .put("vectors_only", vectorsOnly)
                .put("no_split", noSplit)
                .put("tags", new JsonArray(tagging.tags()))
                .put("tag_mode", tagging.mode())
                .put("reserved", reserved);
    }

    static Import of(JsonObject json) {
        return new Import(
                VikingUri.parse(json.getString("root")),
                json.getBoolean("into_parent"),
                json.getString("name"),
                json.getString("upload"),
                json.getString("file_name"),
                json.getString("source_path"),
                json.getString("user"),
                AddResource.Selection.of(json.getJsonObject("selection")),
                json.getBoolean("vectors_only"),
                json.getBoolean("no_split"),
                new Tagging(
                        json.getJsonArray("tags").stream().map(Object::toString).toList(), json.getString("tag_mode")),
                json.getBoolean("reserved"));
    }

    /** What the task shows as where it came from. */
    Optional<String> source() {
        return Optional.of(sourcePath).filter(path -> !path.isEmpty());
    }
}
