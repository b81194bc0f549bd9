package io.knarr.wire;

import io.knarr.context.ContextType;
import io.knarr.context.Tags;
import io.knarr.fault.Fault;
import io.knarr.files.Attributes;
import io.knarr.files.TagSetting;
import io.knarr.identity.Caller;
import io.knarr.identity.Namespace;
import io.knarr.storage.FollowUps.Tagging;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Tags and other attributes of nodes (core 4.4, 4.5, 5.8). */
public final class AttributeOperations {
    private final Namespace namespace;
    private final Attributes attributes;
    private final TagSetting tags;

    public AttributeOperations(Namespace namespace, Attributes attributes, TagSetting tags) {
        this.namespace = namespace;
        this.attributes = attributes;
        this.tags = tags;
    }

    public Operations operations() {
        return Operations.none()
                .on("fs.attrs", this::attributes)
                .on("fs.set_tags", this::setTags)
                .on("content.set_tags", this::setTags);
    }

    private Future<Answer> attributes(Caller caller, Input input) {
        VikingUri uri = namespace.resolve(caller, input.text("uri"));
        return attributes.of(caller, uri).map(found -> {
            JsonObject attrs = new JsonObject().put("tags", new JsonArray(found.tags()));
            found.memory().ifPresent(memory -> attrs.put("memory", memory));
            return Answer.of(new JsonObject()
                    .put("uri", uri.toString())
                    .put("context_type", found.type().label())
                    .put("attrs", attrs));
        });
    }

    private Future<Answer> setTags(Caller caller, Input input) {
        long started = System.nanoTime();
        VikingUri uri = namespace.resolve(caller, input.text("uri"));
        Tagging tagging = tagging("mode", Optional.of(input.texts("tags")), input.text("mode"));
        return tags.set(caller, uri, tagging, input.flag("recursive")).map(outcome -> {
            List<String> updated =
                    outcome.updated().stream().map(VikingUri::toString).toList();
            return Answer.of(
                    new JsonObject()
                            .put("uri", uri.toString())
                            .put("updated_uris", new JsonArray(updated))
                            .put("root_uri", outcome.root().toString())
                            .put("context_type", ContextType.of(uri).label())
                            .put("tags", new JsonArray(tagging.tags()))
                            .put("mode", tagging.mode())
                            .put("success_count", updated.size())
                            .put("skipped_count", outcome.skipped())
                            .put("failed_count", 0)
                            .put("tags_updated", !updated.isEmpty()),
                    Telemetry.asked(input, "content.set_tags", started));
        });
    }

    /**
     * Tags to store, without those that are none; nothing to do where none were sent.
     *
     * @param field that holds the mode
     * @throws Fault {@code INVALID_ARGUMENT} for an unknown mode, if there are tags
     */
    static Tagging tagging(String field, Optional<List<String>> tags, String mode) {
        if (tags.isEmpty()) {
            return Tagging.NONE;
        }
        if (!mode.equals(Tagging.REPLACE) && !mode.equals(Tagging.APPEND)) {
            throw Fault.invalid(field + " is replace or append, not " + mode);
        }
        return new Tagging(Tags.keepValid(tags.get()), mode);
    }
}
