package io.knarr.testing;

import io.knarr.context.ContextType;
import io.knarr.context.Level;
import io.knarr.index.Entry;
import io.knarr.uri.VikingUri;
import java.time.Instant;
import java.util.List;

/** Entries as an index holds them. */
public final class Entries {
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    private Entries() {}

    /** Found by its words and by the vector of its text. */
    public static Entry of(String uri, Level level, String text, HashEmbedder embedder) {
        return made(VikingUri.parse(uri), level, text, List.of(embedder.vector(text)));
    }

    /** Found by no search, only counted and listed. */
    public static Entry bare(String uri, Level level) {
        return made(VikingUri.parse(uri), level, "", List.of());
    }

    private static Entry made(VikingUri uri, Level level, String text, List<float[]> vectors) {
        return new Entry(
                uri,
                level,
                ContextType.of(uri),
                uri.name(),
                text,
                List.of(),
                LONG_AGO,
                LONG_AGO,
                0,
                "digest",
                text,
                vectors);
    }
}
