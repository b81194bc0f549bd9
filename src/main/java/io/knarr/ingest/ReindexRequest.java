package io.knarr.ingest;

import io.knarr.context.ContextType;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.storage.FollowUps.Tagging;
import io.knarr.uri.VikingUri;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is to be indexed anew (core 5.9). Also the payload of the job that does it.
 *
 * @param recursive for {@link Mode#SEMANTIC_AND_VECTORS}: the directories below, too
 * @param dryRun for {@link Mode#PRUNE_ORPHANS}: only count
 * @param tagging stored with the entries that are made
 */
public record ReindexRequest(VikingUri uri, Mode mode, boolean recursive, boolean dryRun, Tagging tagging) {
    /** How far it goes. */
    public enum Mode {
        /** Embeds again what is there. */
        VECTORS_ONLY,
        /** Writes the layers again first. */
        SEMANTIC_AND_VECTORS,
        /** Drops entries of what is gone. */
        PRUNE_ORPHANS;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Reads what a caller sent.
     *
     * @throws Fault {@code UNSUPPORTED_URI}, {@code UNSUPPORTED_MODE} or {@code INVALID_ARGUMENT}
     */
    public static ReindexRequest of(VikingUri uri, String mode, boolean recursive, boolean dryRun, Tagging tagging) {
        String type = objectType(uri);
        Mode known = Arrays.stream(Mode.values())
                .filter(one -> one.label().equals(mode))
                .findFirst()
                .orElseThrow(() -> new Fault(
                        Code.UNSUPPORTED_MODE,
                        "There is no such way to index anew: " + mode,
                        Map.of(
                                "mode",
                                mode,
                                "object_type",
                                type,
                                "supported_modes",
                                Arrays.stream(Mode.values()).map(Mode::label).toList())));
        if (dryRun && known != Mode.PRUNE_ORPHANS) {
            throw Fault.invalid("dry_run goes with mode prune_orphans only");
        }
        return new ReindexRequest(uri, known, recursive, dryRun, tagging);
    }

    /** As core 5.9 names it. @throws Fault {@code UNSUPPORTED_URI} */
    static String objectType(VikingUri uri) {
        if (uri.isRoot() || uri.equals(VikingUri.of("user"))) {
            return "global_namespace";
        }
        if (uri.scope().equals("user") && uri.depth() == 2) {
            return "user_namespace";
        }
        if (isSkillsRoot(uri)) {
            return "skill_namespace";
        }
        ContextType type = ContextType.of(uri);
        if (type != ContextType.RESOURCE || isResource(uri)) {
            return type.label();
        }
        throw new Fault(
                Code.UNSUPPORTED_URI,
                "This cannot be indexed anew; name resources, memories, skills or a user: " + uri,
                Map.of("uri", uri.toString()));
    }

    private static boolean isSkillsRoot(VikingUri uri) {
        return uri.name().equals("skills")
                && ((uri.scope().equals("user") && uri.depth() == 3)
                        || (uri.scope().equals("agent") && (uri.depth() == 2 || uri.depth() == 3)));
    }

    /** In a tree of resources: what has layers that tell of it. */
    static boolean isResource(VikingUri uri) {
        return uri.scope().equals("resources")
                || (uri.scope().equals("user")
                        && (uri.segment(2).equals("resources")
                                || (uri.segment(2).equals("peers")
                                        && uri.segment(4).equals("resources"))));
    }

    JsonObject json() {
        return new JsonObject()
                .put("mode", mode.name())
                .put("recursive", recursive)
                .put("dry_run", dryRun)
                .put("tags", new JsonArray(tagging.tags()))
                .put("tag_mode", tagging.mode());
    }

    static ReindexRequest of(VikingUri uri, JsonObject json) {
        List<String> tags =
                json.getJsonArray("tags").stream().map(Object::toString).toList();
        return new ReindexRequest(
                uri,
                Mode.valueOf(json.getString("mode")),
                json.getBoolean("recursive"),
                json.getBoolean("dry_run"),
                new Tagging(tags, json.getString("tag_mode")));
    }
}
