package io.knarr.index;

import io.knarr.context.ContextType;
import io.knarr.context.Level;
import io.knarr.uri.VikingUri;
import java.time.Instant;
import java.util.List;

/**
 * One findable thing: a tier of a node (behaviour 2.6). Its identity is account, address and level.
 *
 * @param uri the node itself, also for levels 0 and 1 (never the sidecar)
 * @param level which tier
 * @param type kind of context
 * @param name last segment of the address
 * @param summary what a hit shows as its abstract
 * @param tags {@code key=value}
 * @param createdAt when it was first indexed, to the millisecond
 * @param updatedAt last change of what it describes, to the millisecond
 * @param activeCount how often it was used
 * @param digest of the text it was made from, to know whether it is still true
 * @param words what the word index sees; empty to leave as it is in an update
 * @param vectors one per passage, each of the index’s dimensions and of length 1
 */
public record Entry(
        VikingUri uri,
        Level level,
        ContextType type,
        String name,
        String summary,
        List<String> tags,
        Instant createdAt,
        Instant updatedAt,
        long activeCount,
        String digest,
        String words,
        List<float[]> vectors) {
    public Entry {
        tags = List.copyOf(tags);
        vectors = List.copyOf(vectors);
    }

    public EntryKey key() {
        return new EntryKey(uri, level);
    }

    /** This entry without what only the index needs, as scans and matches return it. */
    public Entry bare() {
        return new Entry(
                uri, level, type, name, summary, tags, createdAt, updatedAt, activeCount, digest, "", List.of());
    }

    /** This entry as if it had been made from another text. */
    public Entry outdated() {
        return new Entry(uri, level, type, name, summary, tags, createdAt, updatedAt, activeCount, "", words, vectors);
    }

    public Entry withTags(List<String> newTags) {
        return new Entry(
                uri, level, type, name, summary, newTags, createdAt, updatedAt, activeCount, digest, words, vectors);
    }

    public Entry withWords(String newWords) {
        return new Entry(
                uri, level, type, name, summary, tags, createdAt, updatedAt, activeCount, digest, newWords, vectors);
    }

    /**
     * What the word index is to see: {@link #words}, and for content also its name and that of its directory, which are those
     * of its address and so change when it moves.
     */
    public String searchedWords() {
        return level == Level.CONTENT && !words.isEmpty()
                ? readable(uri.name()) + " " + readable(uri.parent().name()) + "\n" + words
                : words;
    }

    private static String readable(String name) {
        return name.replace('_', ' ').replace('-', ' ');
    }

    /** The same entry at another address, which gives it its name and type. */
    public Entry movedTo(VikingUri newUri) {
        return new Entry(
                newUri,
                level,
                ContextType.of(newUri),
                newUri.name(),
                summary,
                tags,
                createdAt,
                updatedAt,
                activeCount,
                digest,
                words,
                vectors);
    }
}
