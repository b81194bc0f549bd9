package io.knarr.index;

import io.knarr.context.Level;
import io.knarr.fault.Fault;
import io.knarr.uri.VikingUri;
import java.util.Comparator;

/** What makes an entry one and the same within its account. Ordered by address, then level. */
public record EntryKey(VikingUri uri, Level level) implements Comparable<EntryKey> {
    private static final Comparator<EntryKey> ORDER =
            Comparator.comparing(EntryKey::uri).thenComparing(EntryKey::level);

    /** As text that {@link #parse} reads: a cursor, a key of a store. */
    public String text() {
        return level.number() + uri.toString();
    }

    /** @throws Fault {@code INVALID_ARGUMENT} for what is not from {@link #text} */
    public static EntryKey parse(String text) {
        for (Level level : Level.values()) {
            String start = level.number() + VikingUri.PREFIX;
            if (text.startsWith(start)) {
                return new EntryKey(VikingUri.ROOT.resolve(text.substring(start.length())), level);
            }
        }
        throw Fault.invalid("This is no cursor of a scan: " + text);
    }

    @Override
    public int compareTo(EntryKey other) {
        return ORDER.compare(this, other);
    }
}
