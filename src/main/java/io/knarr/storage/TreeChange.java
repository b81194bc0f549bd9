package io.knarr.storage;

import io.knarr.tree.WriteMode;
import io.knarr.uri.VikingUri;
import io.vertx.core.buffer.Buffer;
import java.util.Map;

/** One change of the tree inside {@link Storage#atomically}; see {@link io.knarr.tree.TreeStore} for what each does. */
public sealed interface TreeChange {
    /** Writes a file. */
    record Write(VikingUri file, Buffer content, WriteMode mode) implements TreeChange {}

    /** Writes many files below a directory. */
    record WriteAll(VikingUri directory, Map<String, Buffer> contents) implements TreeChange {}

    /** Creates a directory. */
    record MakeDirectory(VikingUri directory) implements TreeChange {}

    /** Deletes a node and all below it; nothing there is fine. */
    record Delete(VikingUri uri) implements TreeChange {}

    /** Moves a node. */
    record Move(VikingUri from, VikingUri to) implements TreeChange {}

    /** Copies a node. */
    record Copy(VikingUri from, VikingUri to) implements TreeChange {}
}
