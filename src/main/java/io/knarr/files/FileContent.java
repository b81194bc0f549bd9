package io.knarr.files;

import io.knarr.context.ContextType;
import io.knarr.context.Level;
import io.knarr.layers.MemoryTrailer;
import io.knarr.layers.Sidecar;
import io.knarr.uri.VikingUri;
import io.vertx.core.buffer.Buffer;

/** What a file holds after a write that keeps some of it: sidecars keep their head, memories their trailer. Pure. */
final class FileContent {
    private FileContent() {}

    /** Whether what is stored must be known before it is replaced. */
    static boolean keepsSome(VikingUri file) {
        return Level.isSidecar(file.name()) || ContextType.of(file) == ContextType.MEMORY;
    }

    /** Of a file that {@linkplain #keepsSome keeps some}; text is replaced by {@code added}, or continued. */
    static Buffer of(VikingUri file, Buffer stored, String added, boolean append) {
        if (Level.isSidecar(file.name())) {
            Sidecar old = Sidecar.parse(file.parent(), stored.toString());
            String body = Sidecar.parse(file.parent(), added).body();
            return Buffer.buffer(
                    old.withBody(append ? old.body() + "\n" + body : body).text());
        }
        String visible = MemoryTrailer.hide(file, stored.toString());
        String trailer = stored.toString().substring(visible.length());
        return Buffer.buffer((append ? visible : "") + MemoryTrailer.hide(file, added) + trailer);
    }
}
