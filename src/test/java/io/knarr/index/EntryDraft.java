package io.knarr.index;

import io.knarr.context.ContextType;
import io.knarr.context.Level;
import io.knarr.uri.VikingUri;
import java.time.Instant;
import java.util.List;

/** An entry in the making: start {@link #at} an address and say only what matters to the test. */
public final class EntryDraft {
    static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    private final VikingUri uri;
    private Level level = Level.CONTENT;
    private String summary = "about this";
    private List<String> tags = List.of();
    private Instant createdAt = LONG_AGO;
    private Instant updatedAt = LONG_AGO;
    private long activeCount = 0;
    private String words = "everywhere";
    private List<float[]> vectors = List.of(Vectors.axis(0));

    private EntryDraft(VikingUri uri) {
        this.uri = uri;
    }

    /** @param path below {@code viking://}, any characters but the slash in its segments */
    public static EntryDraft at(String path) {
        return new EntryDraft(VikingUri.ROOT.resolve(path));
    }

    public EntryDraft level(Level newLevel) {
        level = newLevel;
        return this;
    }

    public EntryDraft summary(String newSummary) {
        summary = newSummary;
        return this;
    }

    public EntryDraft tags(String... newTags) {
        tags = List.of(newTags);
        return this;
    }

    public EntryDraft created(String at) {
        createdAt = Instant.parse(at);
        return this;
    }

    public EntryDraft updated(String at) {
        updatedAt = Instant.parse(at);
        return this;
    }

    public EntryDraft used(long times) {
        activeCount = times;
        return this;
    }

    public EntryDraft words(String newWords) {
        words = newWords;
        return this;
    }

    public EntryDraft vectors(float[]... passages) {
        vectors = List.of(passages);
        return this;
    }

    public Entry made() {
        return new Entry(
                uri,
                level,
                ContextType.of(uri),
                uri.name(),
                summary,
                tags,
                createdAt,
                updatedAt,
                activeCount,
                "digest of " + words,
                words,
                vectors);
    }
}
