package io.knarr.files;

import io.knarr.context.ContextType;
import io.knarr.context.Level;
import io.knarr.identity.Caller;
import io.knarr.index.Entry;
import io.knarr.layers.MemoryTrailer;
import io.knarr.parse.Decoding;
import io.knarr.storage.Storage;
import io.knarr.tree.Node;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** What is known of a node beside its content (core 4.4). */
public final class Attributes {
    /** Of the fields of a memory, those that say whose it is or repeat it. */
    private static final List<String> NOT_SHOWN = List.of("content", "user_id", "user_ids");

    private final Storage storage;
    private final Reading reading;
    private final Details details;

    public Attributes(Storage storage, Reading reading, Details details) {
        this.storage = storage;
        this.reading = reading;
        this.details = details;
    }

    /**
     * Attributes of a node.
     *
     * @param tags of its entries; of the address of a sidecar, those of that tier
     * @param memory the fields of a memory file; absent for all others
     */
    public record Found(ContextType type, List<String> tags, Optional<JsonObject> memory) {}

    /** {@code NOT_FOUND} of type {@code file}. */
    public Future<Found> of(Caller caller, VikingUri uri) {
        return reading.node(caller, uri, "file").compose(node -> {
            Target target = Target.of(uri);
            return details.entries(caller, List.of(target.node()))
                    .map(found -> Details.tags(target.among(found.getOrDefault(target.node(), List.of()))))
                    .compose(tags -> memory(caller, node).map(memory -> new Found(ContextType.of(uri), tags, memory)));
        });
    }

    private Future<Optional<JsonObject>> memory(Caller caller, Node node) {
        VikingUri uri = node.uri();
        return node.isDirectory() || node.isHidden() || ContextType.of(uri) != ContextType.MEMORY
                ? Future.succeededFuture(Optional.empty())
                : storage.tree()
                        .read(caller.account(), uri)
                        .map(content -> Optional.of(fields(uri, Decoding.text(content.getBytes()))));
    }

    private static JsonObject fields(VikingUri uri, String text) {
        JsonObject fields =
                MemoryTrailer.fields(uri, text).map(Attributes::parsed).orElseGet(JsonObject::new);
        NOT_SHOWN.forEach(fields::remove);
        return fields.getValue("version") == null ? fields.put("version", 1) : fields;
    }

    /** A trailer that somebody broke by hand has no fields. */
    private static JsonObject parsed(String json) {
        try {
            return new JsonObject(json);
        } catch (DecodeException broken) {
            return new JsonObject();
        }
    }

    /**
     * Which entries an address stands for.
     *
     * @param only one tier of a directory; empty: all
     */
    record Target(VikingUri node, Optional<Level> only) {
        static Target of(VikingUri uri) {
            return Level.isSidecar(uri.name())
                    ? new Target(uri.parent(), Optional.of(Level.ofName(uri.name())))
                    : new Target(uri, Optional.empty());
        }

        List<Entry> among(List<Entry> entries) {
            return entries.stream()
                    .filter(entry -> only.isEmpty() || only.get() == entry.level())
                    .toList();
        }
    }
}
