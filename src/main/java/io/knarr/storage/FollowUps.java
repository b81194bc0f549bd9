package io.knarr.storage;

import io.knarr.context.Level;
import io.knarr.uri.VikingUri;
import io.knarr.work.NewJob;
import io.knarr.work.Queue;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The jobs that keep index and layers true to the tree after a change; their payloads are made and read here only. */
public final class FollowUps {
    private static final String TAGS = "tags";
    private static final String TAG_MODE = "tag_mode";
    private static final String TRIGGER = "trigger";
    private static final String FORCED = "forced";
    private static final String WHOLE_TREE = "whole_tree";
    private static final String PROPAGATE = "propagate";
    private static final String ANEW = "anew";
    private static final String TAG_TIER = "tag_tier";
    private static final int ALL_TIERS = -1;

    private FollowUps() {}

    /** Puts a node into the index as it is by then, or takes it out when it is gone. */
    public static NewJob index(VikingUri node, List<String> groups) {
        return new NewJob(Queue.EMBEDDING, node, new JsonObject(), groups);
    }

    /** The same, and sets tags of its entries. */
    public static NewJob index(VikingUri node, Tagging tagging, List<String> groups) {
        return new NewJob(Queue.EMBEDDING, node, payload(tagging), groups);
    }

    /** The same for one tier of a directory alone. */
    public static NewJob index(VikingUri directory, Tagging tagging, Level tier) {
        JsonObject payload = payload(tagging).put(TAG_TIER, tier.number());
        return new NewJob(Queue.EMBEDDING, directory, payload, List.of());
    }

    /** The tags that a job stores with entries of this tier. */
    public static Tagging taggingOf(JsonObject payload, Level tier) {
        int tagged = payload.getInteger(TAG_TIER, ALL_TIERS);
        return tagged == ALL_TIERS || tagged == tier.number() ? taggingOf(payload) : Tagging.NONE;
    }

    /** The same, and embeds what is unchanged too. */
    public static NewJob indexAnew(VikingUri node, Tagging tagging, List<String> groups) {
        return new NewJob(Queue.EMBEDDING, node, payload(tagging).put(ANEW, true), groups);
    }

    /** Does so for a node and everything below it. */
    public static NewJob indexTreeAnew(VikingUri node, Tagging tagging, List<String> groups) {
        JsonObject payload = payload(tagging).put(ANEW, true).put(WHOLE_TREE, true);
        return new NewJob(Queue.EMBEDDING, node, payload, groups);
    }

    public static boolean isAnew(JsonObject payload) {
        return payload.getBoolean(ANEW, false);
    }

    private static JsonObject payload(Tagging tagging) {
        // All keys of what it says, so that it leaves none of another job’s that it joins.
        return tagging.isNone()
                ? new JsonObject()
                : new JsonObject()
                        .put(TAGS, new JsonArray(tagging.tags()))
                        .put(TAG_MODE, tagging.mode())
                        .put(TAG_TIER, ALL_TIERS);
    }

    /** Does so for a node and everything below it. */
    public static NewJob indexTree(VikingUri node, List<String> groups) {
        return new NewJob(Queue.EMBEDDING, node, new JsonObject().put(WHOLE_TREE, true), groups);
    }

    public static boolean isWholeTree(JsonObject payload) {
        return payload.getBoolean(WHOLE_TREE, false);
    }

    /** Writes the layers of a directory again, once those below it are done. */
    public static NewJob refresh(VikingUri directory, Refresh refresh, List<String> groups) {
        JsonObject payload = new JsonObject()
                .put(TRIGGER, refresh.trigger())
                .put(FORCED, refresh.forced())
                .put(PROPAGATE, refresh.propagate());
        if (!refresh.tagging().isNone()) {
            payload.put(TAGS, new JsonArray(refresh.tagging().tags()))
                    .put(TAG_MODE, refresh.tagging().mode());
        }
        return new NewJob(Queue.SEMANTIC, directory, payload, groups);
    }

    public static Refresh refreshOf(JsonObject payload) {
        return new Refresh(
                payload.getString(TRIGGER, "semantic_refresh"),
                payload.getBoolean(FORCED, false),
                payload.getBoolean(PROPAGATE, true),
                taggingOf(payload));
    }

    public static Tagging taggingOf(JsonObject payload) {
        JsonArray tags = payload.getJsonArray(TAGS);
        return tags == null
                ? Tagging.NONE
                : new Tagging(
                        tags.stream().map(Object::toString).toList(), payload.getString(TAG_MODE, Tagging.REPLACE));
    }

    /**
     * Tags that an index job stores.
     *
     * @param tags valid ones; with {@code replace} an empty list clears
     * @param mode {@code replace}, {@code append} or empty for none at all
     */
    public record Tagging(List<String> tags, String mode) {
        public static final String REPLACE = "replace";
        public static final String APPEND = "append";
        public static final Tagging NONE = new Tagging(List.of(), "");

        public Tagging {
            tags = List.copyOf(tags);
        }

        public boolean isNone() {
            return mode.isEmpty();
        }
    }

    /**
     * Why and how far layers are written again.
     *
     * @param trigger the occasion, kept in the sidecar
     * @param forced the parent too, however small the change
     * @param propagate whether a changed abstract reaches the parent at all
     * @param tagging for the directory’s own entries
     */
    public record Refresh(String trigger, boolean forced, boolean propagate, Tagging tagging) {
        public Refresh(String trigger, boolean forced) {
            this(trigger, forced, true, Tagging.NONE);
        }
    }
}
